import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { drawnRows, revealed } from './window'

test('all in sight is drawn, little else, and nothing that is not there', () => {
  assert(
    property(nat(10_000), nat(40), nat(10_000), (top, fits, count) => {
      const { from, to } = drawnRows(top, fits, count)
      expect(from >= 0 && to <= count && from <= to).toBe(true)
      expect(to - from).toBeLessThanOrEqual(fits + 16)
      const inSight = Array.from({ length: fits }, (_, i) => top + i).filter((at) => at < count)
      expect(inSight.every((at) => from <= at && at < to)).toBe(true)
    }),
  )
})

test('a list that lost its end still shows what is left of it', () => {
  expect(drawnRows(90, 10, 20)).toEqual({ from: 2, to: 20 })
  expect(drawnRows(5, 10, 3)).toEqual({ from: 0, to: 3 })
  expect(drawnRows(0, 10, 0)).toEqual({ from: 0, to: 0 })
})

test.each([
  ['in sight, it stays', 5, { top: 100, height: 620 }, 100],
  ['above, it becomes the first', 1, { top: 310, height: 620 }, 62],
  ['below, it becomes the last', 10, { top: 0, height: 620 }, 62],
  ['cut at the lower edge, it is whole', 10, { top: 30, height: 620 }, 62],
])('%s', (_, at, now, top) => {
  expect(revealed(at, 62, now)).toBe(top)
})
