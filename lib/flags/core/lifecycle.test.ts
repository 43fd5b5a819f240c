import { expect, test } from 'vitest'
import { instant } from '@/lib/kernel/moments'
import { lifecycleOf, type LifecycleFacts } from './lifecycle'
import type { FlagTargeting, Rule } from './schema'

const at = (day: string) => instant(Date.parse(`${day}T10:00:00Z`))
const now = at('2026-12-17')
const targeting = (otherwise: string, rules: Rule[] = [], more: Partial<FlagTargeting> = {}): FlagTargeting => ({
  state: 'ENABLED',
  rules,
  otherwise,
  stopped: null,
  ...more,
})
const serve = (variant: string, plan?: string): Rule => ({
  kind: 'serve',
  when: plan ? { attribute: 'plan', op: 'in', values: [plan] } : null,
  variant,
})
const serving = {
  rolloutId: 'rol_000000000001',
  stageId: 'stg_000000000001',
  salt: 's',
  exposedVariant: 'on',
  safeVariant: 'off',
  share: 5000,
  audience: null,
} as const

type Change = { production?: FlagTargeting; changed?: string } & Partial<
  Omit<LifecycleFacts, 'environments' | 'definition'>
> & {
    definition?: Partial<LifecycleFacts['definition']>
  }
function facts({ production = targeting('off'), changed = '2026-12-10', definition, ...more }: Change): LifecycleFacts {
  return {
    definition: { permanent: false, endsOn: null, removedOn: null, defaultVariant: 'off', ...definition },
    archivedAt: null,
    createdAt: at('2026-12-01'),
    environments: [
      { key: 'production', name: 'Production', targeting: production, changedAt: at(changed) },
      { key: 'lab', name: 'Lab', targeting: targeting('on'), changedAt: at('2025-01-01') },
    ],
    seen: [],
    now,
    ...more,
  }
}
const seen = (variant: string, firstAt: string, lastAt: string) => ({
  environment: 'production',
  variant,
  firstAt: at(firstAt),
  lastAt: at(lastAt),
})

test.each([
  ['draft', 'nobody gets more than the safe variant', facts({})],
  ['rolling-out', 'a rollout is live', facts({ production: targeting('off', [{ kind: 'rollout', serving }]) })],
  [
    'draft',
    'its rollout rolled back',
    facts({ production: targeting('off', [{ kind: 'rollout', serving }], { stopped: { variant: 'off' } }) }),
  ],
  ['rolling-out', 'a rule gives it to some', facts({ production: targeting('off', [serve('on', 'pro')]) })],
  ['fully-on', 'everyone has it', facts({ production: targeting('on') })],
  ['fully-on', 'a finished rollout left its rule', facts({ production: targeting('off', [serve('on')]) })],
  ['ready-to-remove', 'everyone has had it for 30 days', facts({ production: targeting('on'), changed: '2026-11-17' })],
  [
    'ready-to-remove',
    'it is on past its end',
    facts({ production: targeting('on'), definition: { endsOn: '2026-12-16' } }),
  ],
  ['draft', 'it is off past its end', facts({ definition: { endsOn: '2026-12-16' } })],
  ['ready-to-remove', 'nobody asked for 30 days', facts({ createdAt: at('2026-11-01') })],
  ['draft', 'somebody asked', facts({ createdAt: at('2026-11-01'), seen: [seen('off', '2026-11-01', '2026-12-16')] })],
  [
    'ready-to-remove',
    'one variant alone was given for 30 days',
    facts({
      production: targeting('off', [serve('on', 'pro'), serve('on', 'free')]),
      seen: [seen('on', '2026-11-01', '2026-12-17'), seen('off', '2026-10-01', '2026-11-02')],
    }),
  ],
  ['removed-from-code', 'its owner said so', facts({ definition: { removedOn: '2026-12-12' } })],
  ['archived', 'it was archived', facts({ archivedAt: at('2026-12-12'), definition: { removedOn: '2026-12-12' } })],
  [
    'permanent',
    'it was declared',
    facts({ production: targeting('on'), changed: '2024-01-01', definition: { permanent: true } }),
  ],
  [
    'draft',
    'a stop by hand gives everyone the safe variant',
    facts({ production: targeting('on', [], { stopped: { variant: 'off' } }) }),
  ],
])('%s when %s', (state, _, given) => {
  expect(lifecycleOf(given)).toMatchObject({ state })
})

test('reasons are sentences with their numbers', () => {
  const { stale, why } = lifecycleOf(
    facts({ production: targeting('on'), changed: '2026-09-14', definition: { endsOn: '2026-08-31' } }),
  )
  expect(stale.map(({ text }) => text)).toEqual([
    'Its end date 2026-08-31 has passed.',
    'Everyone in Production has had on for 94 days.',
  ])
  expect(why).toBe(stale.map(({ text }) => text).join(' '))
})
