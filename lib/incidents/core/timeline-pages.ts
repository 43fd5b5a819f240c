import { type TimelinePage } from './schema-view'

/**
 * Pages that are read already, with the newest one read again: what came since stands on top, the older rows stay where
 * they are. Where more came than a page holds, what is between is not known, so reading begins anew.
 */
export function withNewest(pages: readonly TimelinePage[], newest: TimelinePage): TimelinePage[] {
  const last = newest.items.at(-1)
  const known = pages.flatMap(({ items }) => items)
  const at = last ? known.findIndex(({ id }) => id === last.id) : -1
  const older = known.slice(at + 1)
  if (at < 0 || older.length === 0 || newest.nextCursor === null) return [newest]
  const { hidden, total } = newest
  return [newest, { items: older, nextCursor: pages.at(-1)?.nextCursor ?? null, hidden, total }]
}

/** How many rows of the newest page are not read yet. */
export function newRows(pages: readonly TimelinePage[], newest: TimelinePage): number {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)))
  return newest.items.filter(({ id }) => !known.has(id)).length
}
