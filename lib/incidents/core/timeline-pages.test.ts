import { assert, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { type TimelinePage, type TimelineRow } from './schema'
import { newRows, withNewest } from './timeline-pages'

const row = (n: number) => ({ id: `tev_${String(n).padStart(12, '0')}` }) as TimelineRow
/** Rows `from` down to `to`; the newest has the largest number. */
const page = (from: number, to: number): TimelinePage => ({
  items: Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => row(from - i)),
  nextCursor: to > 1 ? `after-${to}` : null,
  hidden: 0,
  total: from,
})
const ids = (pages: readonly TimelinePage[]) => pages.flatMap(({ items }) => items.map(({ id }) => id))

test('what is new stands on top, older pages and the way on stay', () => {
  const merged = withNewest([page(200, 101), page(100, 51)], page(203, 104))
  expect(ids(merged)).toEqual(ids([page(203, 51)]))
  expect(merged.at(-1)?.nextCursor).toBe('after-51')
  expect(newRows([page(200, 101)], page(203, 104))).toBe(3)
})

test('a row that was withdrawn is gone', () => {
  const newest = page(200, 101)
  const without = { ...newest, items: newest.items.filter(({ id }) => id !== row(150).id) }
  expect(ids(withNewest([newest, page(100, 51)], without))).not.toContain(row(150).id)
})

test('more came than a page holds: reading begins anew, rather than with a gap', () => {
  expect(withNewest([page(100, 1)], page(350, 251))).toEqual([page(350, 251)])
})

test('never a gap, never a repeat, and nothing newer is lost', () => {
  const sizes = { read: integer({ min: 1, max: 60 }), came: integer({ min: 0, max: 40 }) }
  assert(
    property(record({ ...sizes, first: integer({ min: 1, max: 20 }) }), ({ read, came, first }) => {
      const top = 100
      const pages = [page(top, Math.max(1, top - first + 1)), page(top - first, Math.max(1, top - first - read + 1))]
      const newest = page(top + came, Math.max(1, top + came - first + 1))
      const merged = ids(withNewest(pages, newest))
      expect(merged).toEqual(ids([page(top + came, top + came - merged.length + 1)]))
      expect(merged.length).toBeGreaterThanOrEqual(newest.items.length)
    }),
  )
})
