import { expect, test } from 'vitest'
import { changedLines, changeTitle } from './change-words'

const environments = [
  { key: 'staging', name: 'Staging' },
  { key: 'production', name: 'Production' },
]
const lines = [
  { kind: 'gone', text: 'If plan is pro → off' },
  { kind: 'new', text: 'If plan is pro → on' },
  { kind: 'same', text: 'Otherwise → off' },
] as const
const told = {
  fields: [{ field: 'Variants', before: '', after: '{"on":true}' }],
  environments: [{ key: 'production', name: 'Production', lines: [...lines] }],
}

test('a change is named by what it is of and where', () => {
  const subject = { kind: 'flag', key: 'checkout-v2' } as const
  expect(changeTitle({ subject, environments, told })).toBe('checkout-v2 in Staging and Production')
  const segment = { kind: 'segment', key: 'pros' } as const
  expect(changeTitle({ subject: segment, environments: environments.slice(1), told })).toBe(
    'segment pros in Production',
  )
})

test('its lines are what goes and what comes; a long one ends by saying how much is left', () => {
  const subject = { kind: 'flag', key: 'checkout-v2' } as const
  expect(changedLines({ subject, environments, told })).toEqual([
    'Variants: nothing → {"on":true}',
    'Production:',
    '− If plan is pro → off',
    '+ If plan is pro → on',
  ])
  const many = Array.from({ length: 30 }, (_, i) => ({ field: `F${i}`, before: '', after: 'x' }))
  const long = changedLines({ subject, environments, told: { fields: many, environments: [] } })
  expect(long).toHaveLength(20)
  expect(long.at(-1)).toBe('… and 11 lines more')
  const whole = changedLines({ subject, environments, told: { fields: many.slice(0, 20), environments: [] } })
  expect(whole.at(-1)).toBe('F19: nothing → x')
})
