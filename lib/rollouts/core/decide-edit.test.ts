import { expect, test } from 'vitest'
import { ana, anApproval, aRollout, aVerdict, facts, running, stageId, stagesAt, t } from './a-rollout'
import { applyAll } from './apply'
import { edit, type EditFacts } from './decide-edit'
import { decide } from './decide'
import { evidenceHash } from './evidence'
import { type Rollout } from './model'
import { type EditRolloutInput } from './schema'

const editFacts = (): EditFacts => ({
  ...facts(),
  stageIds: [6, 7, 8, 9].map(stageId),
  flag: { key: 'checkout-v2', type: 'boolean', variants: { on: true, off: false }, defaultVariant: 'off' },
  metrics: null,
})
const asked = (rollout: Rollout, input: Partial<EditRolloutInput>) =>
  edit(rollout, { rolloutId: rollout.id, expectedVersion: rollout.version, ...input }, editFacts())
const edited = (rollout: Rollout, input: Partial<EditRolloutInput>): Rollout => {
  const decision = asked(rollout, input)
  if (!decision.ok) throw new Error(decision.code)
  return applyAll(rollout, decision.events)
}
const weights = (...list: number[]) => list.map((weight) => ({ weight, margin: 2 }))
const said = (rollout: Rollout, verb: 'pause' | 'stop') => {
  const decision = decide(verb, rollout, { rolloutId: rollout.id }, facts())
  return applyAll(rollout, decision.ok ? decision.events : [])
}

test('a draft changes in everything, keeps what is not named, and its version rises', () => {
  const after = edited(aRollout(), { hypothesis: 'Another', goals: ['completed'], holdback: 2 })
  expect(after).toMatchObject({
    hypothesis: 'Another',
    goals: ['completed'],
    holdback: 2,
    salt: 'salt-142',
    version: 8,
  })
  expect(after.stages).toEqual(aRollout().stages)
})

test('an edit before the first stage makes it a draft again and asks everyone again', () => {
  const asking = { from: null, stageId: stageId(1), since: t(0), override: null, resuming: null }
  const approvals = [anApproval(1, ana, 'hash')]
  const after = edited(aRollout({ state: { kind: 'awaiting-approval', ...asking }, approvals }), { hypothesis: 'New' })
  expect(after.state).toEqual({ kind: 'draft' })
  expect(after.approvals[0]?.expiredAt).toBe(t(2))
})

test('later stages change while people have the present one; unchanged ones keep their ids', () => {
  const after = edited(running(1), { stages: weights(1, 25, 60, 100) })
  expect(after.stages.map((stage) => [stage.id, stage.weight])).toEqual([
    [stageId(1), 1],
    [stageId(2), 25],
    [stageId(6), 60],
    [stageId(7), 100],
  ])
  expect(after.state).toEqual(running(1).state)
})

test('an approval lives on when its stage stays, and expires when it changes', () => {
  const stages = stagesAt([1, 25, 100], (n) => ({ disciplines: n === 2 ? ['product', 'data'] : [] }))
  const asking = { from: stageId(1), stageId: stageId(2), since: t(1), override: null, resuming: null }
  const base = running(1, { stages, verdict: aVerdict('neutral'), state: { kind: 'awaiting-approval', ...asking } })
  const rollout = { ...base, approvals: [anApproval(2, ana, evidenceHash(base, facts()))] }
  const same = { disciplines: ['product' as const, 'data' as const] }
  const kept = edited(rollout, { stages: [...weights(1), { ...weights(25)[0], weight: 25, ...same }, ...weights(90)] })
  expect(kept.approvals[0]?.expiredAt).toBeNull()
  const moved = edited(rollout, { stages: [...weights(1), { weight: 30, ...same }, ...weights(100)] })
  expect(moved.approvals[0]?.expiredAt).toBe(t(2))
  expect(moved.state).toMatchObject({ kind: 'awaiting-approval', stageId: stageId(6) })
  expect(asked(rollout, { stages: weights(1) })).toMatchObject({ code: 'stages-needed' })
})

test.each<[code: string, Rollout, Partial<EditRolloutInput>]>([
  ['version-needed', aRollout(), { expectedVersion: undefined }],
  ['stale-version', aRollout(), { expectedVersion: 1 }],
  ['later-stages-only', running(1), { hypothesis: 'New' }],
  ['later-stages-only', running(1), { audience: null }],
  ['stage-passed', running(2), { stages: weights(1, 30, 100) }],
  ['stage-passed', running(2), { stages: weights(1) }],
  ['weights-not-increasing', running(2), { stages: weights(1, 25, 20) }],
  ['weights-not-increasing', aRollout(), { stages: weights(5, 1) }],
  ['unknown-variant', aRollout(), { exposedVariant: 'blue' }],
  ['nobody-exposed', said(running(2), 'stop'), { stages: weights(1, 25, 60) }],
])('%s', (code, rollout, input) => {
  expect(asked(rollout, input)).toMatchObject({ ok: false, code })
})

test('an edit while paused is a decision: the pause can no longer be undone', () => {
  const after = edited(said(running(2), 'pause'), { stages: weights(1, 25, 60) })
  const undo = decide('undo', after, { rolloutId: after.id, expectedVersion: after.version }, facts())
  expect(undo).toMatchObject({ ok: false, code: 'undo-changed' })
})
