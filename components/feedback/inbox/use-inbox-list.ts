'use client'
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLive } from '@/components/live/use-live'
import {
  feedbackCountsQuery,
  feedbackKeys,
  feedbackListQuery,
  feedbackTopics,
  type Page,
} from '@/lib/feedback/client/queries'
import { type FeedbackCounts, type FeedbackRow } from '@/lib/feedback/core/schema'

const isCounted = (view: string, counts: FeedbackCounts): view is keyof FeedbackCounts => view in counts

/** The list behind an address, the counts above it, and what to do when others change it meanwhile. */
export function useInboxList(
  query: string,
  view: string,
  initial: { page: Page<FeedbackRow>; counts: FeedbackCounts; query: string },
) {
  const client = useQueryClient()
  const first: InfiniteData<Page<FeedbackRow>, string> = { pages: [initial.page], pageParams: [''] }
  const list = useInfiniteQuery({
    ...feedbackListQuery(query),
    ...(query === initial.query ? { initialData: first } : {}),
  })
  const counts = useQuery({ ...feedbackCountsQuery(), initialData: initial.counts })
  const counted = isCounted(view, counts.data) ? counts.data[view] : null
  // How many the list on screen stands for; null while all of it is being read again.
  const [seen, setSeen] = useState(counted)
  const [readAgainAtMs, setReadAgainAtMs] = useState(0)
  const [of, setOf] = useState(view)
  if (of !== view) {
    setOf(view) // another view has another number
    setSeen(counted)
  }
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])

  useLive(feedbackTopics.inbox(), () => void client.invalidateQueries({ queryKey: feedbackKeys.counts() }))
  // What others take away or bring; one's own acts are on the list already.
  if (counted !== null && seen !== null && counted < seen) setSeen(counted)
  if (seen === null && counted !== null && counts.dataUpdatedAt > readAgainAtMs) setSeen(counted)
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
    /** New rows never push the list: they wait behind a pill with their number. */
    news: counted === null || seen === null ? 0 : Math.max(0, counted - seen),
    showNews: () => {
      setSeen(counted)
      void client.invalidateQueries({ queryKey: feedbackKeys.lists() })
    },
    /** Rows leave at once; the server's answer comes after. */
    leave: (ids: ReadonlySet<string>) => {
      change((items) => items.filter(({ id }) => !ids.has(id)))
    },
    edit: (ids: ReadonlySet<string>, patch: Partial<FeedbackRow>) => {
      change((items) => items.map((item) => (ids.has(item.id) ? Object.assign({}, item, patch) : item)))
    },
    /** Reads all of it again, such as after an undo. */
    reload: () => {
      setSeen(null)
      setReadAgainAtMs(Date.now())
      void client.invalidateQueries({ queryKey: feedbackKeys.all })
    },
  }
}
