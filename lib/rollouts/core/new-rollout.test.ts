import { expect, test } from 'vitest'
import { facts, running, stageId, t } from './a-rollout'
import { newRollout, type NewRolloutFacts } from './new-rollout'
import { presets } from './presets'
import { CreateRolloutInput } from './schema'
import { servingOf } from './serving'
import { planRefusal } from './stage-plan'
import { applyAll } from './apply'
import { decide } from './decide'

const minted: NewRolloutFacts = {
  id: 'rol_000000000001',
  number: 1,
  stageIds: [1, 2, 3, 4, 5].map(stageId),
  salt: 'salt',
  authorId: 'usr_000000000001',
  flag: { key: 'checkout-v2', type: 'boolean', variants: { on: true, off: false }, defaultVariant: 'off' },
  metrics: new Set(['errors', 'p95', 'completed']),
}
const written = {
  flag: 'checkout-v2',
  environment: 'production',
  hypothesis: 'It completes more orders',
  rollbackPlan: 'Roll back',
  stages: [{ weight: 1 }, { weight: 25 }, { weight: 100 }],
  guardrails: ['errors'],
}
const made = (change: object = {}, known: Partial<NewRolloutFacts> = {}) =>
  newRollout(CreateRolloutInput.parse({ ...written, ...change }), { ...minted, ...known })

test('a short form becomes a whole draft', () => {
  const outcome = made({ guardrails: ['errors', { metric: 'p95', weight: 3, limit: 0.1 }] })
  expect(outcome).toMatchObject({
    ok: true,
    value: {
      exposedVariant: 'on',
      safeVariant: 'off',
      policyKey: 'careful',
      holdback: 0,
      state: { kind: 'draft' },
      version: 0,
      guardrails: [
        { metric: 'errors', critical: false, limit: null },
        { metric: 'p95', critical: true, limit: 0.1 },
      ],
    },
  })
  const stage = outcome.ok ? outcome.value.stages[1] : null
  const spec = { weight: 25, minSoak: 'PT1H', disciplines: [], minUnits: null, margin: null }
  expect(stage).toEqual({ ...spec, id: stageId(2), position: 1 })
})

test('gates of a stage may be written beside it or inside `gates`', () => {
  const outcome = made({ stages: [{ weight: 5, gates: { minUnits: 200, margin: 3 } }] })
  expect(outcome).toMatchObject({ value: { stages: [{ minUnits: 200, margin: 3 }] } })
})

const three = { plain: 'a', rich: 'b', full: 'c' }
const colours = { key: 'c', type: 'string', variants: three, defaultVariant: 'plain' } as const
test.each<[code: string, field: string, object, Partial<NewRolloutFacts>]>([
  ['weights-not-increasing', 'stages.1.weight', { stages: [{ weight: 5 }, { weight: 5 }] }, {}],
  ['holdback-covers-stage', 'stages.1.weight', { stages: [{ weight: 97 }, { weight: 100 }], holdback: 3 }, {}],
  ['unknown-metric', 'guardrails.0', { guardrails: ['nope'] }, {}],
  ['duplicate-metric', 'goals.0', { goals: ['errors'] }, {}],
  ['exposed-variant-needed', 'exposedVariant', {}, { flag: colours }],
  ['unknown-variant', 'exposedVariant', { exposedVariant: 'blue' }, { flag: colours }],
  ['unknown-variant', 'safeVariant', { safeVariant: 'control' }, {}],
  ['same-variant', 'exposedVariant', { exposedVariant: 'plain' }, { flag: colours }],
])('%s at %s', (code, field, change, known) => {
  expect(made(change, known)).toMatchObject({ ok: false, code, field })
})

test('the holdback stays on the safe variant at the last stage alone', () => {
  const outcome = made({ stages: [{ weight: 50 }, { weight: 100 }], holdback: 2.5 })
  const plan = outcome.ok ? outcome.value.stages : []
  const shares = [1, 2].map((n) => {
    const serving = servingOf(running(n, { stages: plan, holdback: 2.5 }))
    return serving.kind === 'rollout' ? serving.serving.share : null
  })
  expect(shares).toEqual([50_000, 97_500])
})

test('the smallest share that can be written is served as written', () => {
  const outcome = made({ stages: [{ weight: 0.001 }, { weight: 0.125 }] })
  const draft = outcome.ok ? outcome.value : running(1)
  const decision = decide('start', draft, { rolloutId: draft.id, expectedVersion: 0 }, facts({ now: t(0) }))
  const started = applyAll(draft, decision.ok ? decision.events : [])
  expect(servingOf(started)).toMatchObject({ serving: { share: 1 } })
})

test.each(presets.map((preset) => [preset.key, preset] as const))('preset %s is a plan that can start', (_, preset) => {
  expect(planRefusal(preset.stages, 0)).toBeNull()
  expect(CreateRolloutInput.shape.stages.safeParse(preset.stages).success).toBe(true)
  expect(preset.stages.at(-1)?.weight).toBe(100)
})
