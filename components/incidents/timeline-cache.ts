import { type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { incidentKeys, readNewest } from '@/lib/incidents/client/queries'
import { withNewest } from '@/lib/incidents/core/timeline-pages'
import { type TimelineFilter, type TimelinePage } from '@/lib/incidents/core/schema'
import { type IncidentId } from '@/lib/kernel/id'

export type Pages = InfiniteData<TimelinePage, string>

/** Puts the newest page on top of what is read; older rows are not read again. */
export function put(client: QueryClient, id: IncidentId, filter: TimelineFilter, newest: TimelinePage): void {
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
