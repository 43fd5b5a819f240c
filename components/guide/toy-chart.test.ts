import { expect, test } from 'vitest'
import { readBand } from './toy-chart'

test.each([
  [3.2, 6, 'Harmful'],
  [-1, 2.9, 'ruled out'],
  [0.5, 2.9, 'Worse, but'],
  [0.5, 6, 'Close to the limit'],
  [-4, 6, 'no harm found, none ruled out'],
])('a band from %f to %f', (low, high, words) => {
  expect(readBand(low, high)).toContain(words)
})
