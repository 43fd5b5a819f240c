import { expect, test } from 'vitest'
import { bandPath, linePath } from './line-path'

const x = (t: number) => t * 10
const y = (value: number) => 100 - value

test('a line ends where a value is missing, and begins again', () => {
  const spots = [1, 2, null, 4, null, null, 7].map((value, t) => ({ t, value }))
  expect(linePath(spots, x, y)).toBe('M0.0,99.0L10.0,98.0M30.0,96.0M60.0,93.0')
})

test('a band runs along its upper edge and back along the lower one', () => {
  const spots = [
    { t: 0, value: [1, 5] as const },
    { t: 1, value: [2, 4] as const },
    { t: 2, value: null },
  ]
  expect(bandPath(spots, x, y)).toBe('M0.0,95.0L10.0,96.0L10.0,98.0L0.0,99.0Z')
})

test('without values nothing is drawn', () => {
  expect(linePath([], x, y)).toBe('')
  expect(bandPath([{ t: 0, value: null }], x, y)).toBe('')
})
