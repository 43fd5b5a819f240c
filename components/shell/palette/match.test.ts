import { expect, test } from 'vitest'
import { fit, matching } from './match'

const row = (label: string, group = 'Places', detail = '') => ({ id: label, group, label, detail })

test('every word must be found; the start of the label counts most', () => {
  const pause = row('Pause RO-142', 'Here', 'checkout-v2')
  expect(fit(pause, 'pause check')).toBeGreaterThan(fit(pause, '142 v2'))
  expect(fit(pause, 'ause')).toBe(2)
  expect(fit(pause, 'pause search')).toBe(0)
  expect(fit(pause, '')).toBe(1)
})

test('groups keep their order, the best line of each comes first', () => {
  const rows = [row('Open flag pay-kill', 'Objects'), row('Flags'), row('Feature flags'), row('Audit')]
  expect(matching(rows, 'fl').map(({ label }) => label)).toEqual(['Open flag pay-kill', 'Flags', 'Feature flags'])
  expect(matching(rows, '', 1).map(({ label }) => label)).toEqual(['Open flag pay-kill', 'Flags'])
})
