'use client'
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/use-live'
import { incidentKeys, incidentTopics, readNewest, timelineQuery } from '@/lib/incidents/client/queries'
import { newRows, withNewest } from '@/lib/incidents/core/timeline-pages'
import { type IncidentView, type TimelineFilter, type TimelinePage } from '@/lib/incidents/core/schema'
import { type IncidentId } from '@/lib/kernel/id'

type Pages = InfiniteData<TimelinePage, string>
const SOON_MS = 300

/** Puts the newest page on top of what is read; older rows are not read again. */
function put(client: QueryClient, id: IncidentId, filter: TimelineFilter, newest: TimelinePage): void {
  client.setQueryData<Pages>(incidentKeys.timeline(id, filter, null), (known) => {
    if (!known) return known
    const pages = withNewest(known.pages, newest)
    return { pages, pageParams: pages.map((_, i) => (i === 0 ? '' : (newest.nextCursor ?? ''))) }
  })
}

/** After one's own verb: what it wrote is shown at once, in every timeline of this incident that is read. */
export async function refreshTimelines(client: QueryClient, id: IncidentId): Promise<void> {
  const read = client.getQueryCache().findAll({ queryKey: incidentKeys.timelines(id), type: 'active' })
  const filters = read.flatMap(({ queryKey }) => (queryKey.at(-1) === null ? [queryKey.at(-2) as TimelineFilter] : [])) // keys are made by incidentKeys.timeline
  await Promise.all(
    filters.map(async (filter) => {
      const newest = await readNewest(id, filter).catch(() => null) // the stream tells again
      if (newest) put(client, id, filter, newest)
    }),
  )
}

/** A row that one changed oneself, where it stands; null takes it away. */
export function changeRow(
  client: QueryClient,
  id: IncidentId,
  eventId: string,
  change: Partial<TimelinePage['items'][number]> | null,
): void {
  client.setQueriesData<Pages>({ queryKey: incidentKeys.timelines(id) }, (known) => {
    if (!known) return known
    const pages = known.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((row) => (row.id !== eventId ? [row] : change ? [{ ...row, ...change }] : [])),
    }))
    return { ...known, pages }
  })
}

type Options = {
  filter: TimelineFilter
  from: string | null
  first: TimelinePage | null
  list: RefObject<HTMLElement | null>
}

/**
 * The timeline as it is read so far. What happens now stands on top at once; while somebody reads further down it is
 * counted instead, so that no row moves under their eyes.
 */
export function useTimeline(incident: Pick<IncidentView, 'id'>, { filter, from, first, list }: Options) {
  const { id } = incident
  const client = useQueryClient()
  const initial = first ? { initialData: { pages: [first], pageParams: [''] } } : {}
  const read = useInfiniteQuery({ ...timelineQuery(id, filter, from), ...initial })
  const [held, hold] = useState<{ newest: TimelinePage; filter: TimelineFilter } | null>(null)
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(soon.current), [])
  const look = async () => {
    const newest = await readNewest(id, filter).catch(() => null) // it is asked again at the next event
    const pages = client.getQueryData<Pages>(incidentKeys.timeline(id, filter, null))?.pages
    if (!newest || !pages) return
    const isNews = newRows(pages, newest) > 0
    if (isNews && isReading(list.current)) hold({ newest, filter })
    else {
      hold(null)
      put(client, id, filter, newest)
    }
  }
  useLive(incidentTopics.detail(id, null), () => {
    if (from !== null || soon.current !== undefined) return
    soon.current = setTimeout(() => {
      soon.current = undefined
      void look()
    }, SOON_MS)
  })
  const pages = read.data?.pages ?? []
  const waiting = held?.filter === filter && from === null ? newRows(pages, held.newest) : 0
  return {
    pages,
    isError: read.isError,
    isPending: read.isPending,
    refetch: () => void read.refetch(),
    more: read.hasNextPage && !read.isFetchingNextPage ? () => void read.fetchNextPage() : null,
    /** Rows that came while somebody reads further down. */
    waiting,
    showWaiting: () => {
      if (held) put(client, id, filter, held.newest)
      hold(null)
    },
  }
}

/** Somebody has scrolled into the list, or walks through it by keyboard. */
function isReading(list: HTMLElement | null): boolean {
  if (!list) return false
  return list.getBoundingClientRect().top < 0 || list.contains(document.activeElement)
}
