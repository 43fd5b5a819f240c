'use client'
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { useLive } from '@/components/live/use-live'
import {
  feedbackCountsQuery,
  feedbackKeys,
  feedbackListQuery,
  feedbackTopics,
  type Page,
} from '@/lib/feedback/client/queries'
import { type FeedbackCounts, type FeedbackRow } from '@/lib/feedback/core/schema'

/** For this long after an act of one's own, the stream tells nothing new. */
const OWN_MS = 3000

/** The list behind an address, the counts above it, and what to do when others change it meanwhile. */
export function useInboxList(
  query: string,
  initial: { page: Page<FeedbackRow>; counts: FeedbackCounts; query: string },
) {
  const client = useQueryClient()
  const first: InfiniteData<Page<FeedbackRow>, string> = { pages: [initial.page], pageParams: [''] }
  const list = useInfiniteQuery({
    ...feedbackListQuery(query),
    ...(query === initial.query ? { initialData: first } : {}),
  })
  const counts = useQuery({ ...feedbackCountsQuery(), initialData: initial.counts })
  const actedAtMs = useRef(Number.NEGATIVE_INFINITY)
  const [news, setNews] = useState(false)
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])

  useLive(feedbackTopics.inbox(), ({ topic }) => {
    void client.invalidateQueries({ queryKey: feedbackKeys.counts() })
    // New rows never push the list: they wait behind a pill. A connection that begins tells nothing new.
    if (topic !== 'resync' && performance.now() - actedAtMs.current > OWN_MS) setNews(true)
  })
  const change = (edit: (items: FeedbackRow[]) => FeedbackRow[]) =>
    client.setQueryData(feedbackListQuery(query).queryKey, (data) =>
      data ? { ...data, pages: data.pages.map((page) => Object.assign({}, page, { items: edit(page.items) })) } : data,
    )
  return {
    rows,
    counts: counts.data,
    hasMore: list.hasNextPage,
    isLoading: list.isPending,
    fault: list.error,
    retry: () => void list.refetch(),
    more: () => {
      if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
    },
    news,
    showNews: () => {
      setNews(false)
      void client.invalidateQueries({ queryKey: feedbackKeys.lists() })
    },
    /** Rows leave at once; the server's answer comes after. */
    leave: (ids: ReadonlySet<string>) => {
      actedAtMs.current = performance.now()
      change((items) => items.filter(({ id }) => !ids.has(id)))
    },
    edit: (ids: ReadonlySet<string>, patch: Partial<FeedbackRow>) => {
      actedAtMs.current = performance.now()
      change((items) => items.map((item) => (ids.has(item.id) ? Object.assign({}, item, patch) : item)))
    },
    /** Reads all of it again, such as after an undo. */
    reload: () => {
      actedAtMs.current = performance.now()
      void client.invalidateQueries({ queryKey: feedbackKeys.all })
    },
  }
}

export type InboxList = ReturnType<typeof useInboxList>
