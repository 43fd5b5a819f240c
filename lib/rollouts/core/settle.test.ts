import { expect, test } from 'vitest'
import { minutes, seconds } from '@/lib/kernel/time'
import { aRollout, aVerdict, careful, facts, running, sam, stageId, stagesAt, system, t } from './a-rollout'
import { applyAll } from './apply'
import { confirm } from './decide-end'
import { decide } from './decide'
import { decidedBy } from './facts'
import { type Rollout } from './model'
import { type Verdict } from './schema'
import { recordVerdict, settle } from './settle'

const autoAdvance = decidedBy(careful)
const told = (rollout: Rollout, verdict: Verdict, min = 2): Rollout => {
  const decision = recordVerdict(rollout, verdict, facts({ now: t(min) }))
  return applyAll(rollout, decision.ok ? decision.events : [])
}
const met = running(1, { verdict: aVerdict('harm-ruled-out'), stageSince: t(-60) })

test('with every gate met a policy that may goes on by itself, one stage at a time', () => {
  const events = settle(met, facts({ autoAdvance }))
  expect(events).toMatchObject([{ kind: 'rollout.stage_changed', via: 'automatic', to: stageId(2), by: autoAdvance }])
})

test('a stage without soak is not run through on the verdict of the stage before', () => {
  const stages = stagesAt([1, 25, 50, 100], () => ({ minSoak: minutes(0) }))
  const after = applyAll({ ...met, stages }, settle({ ...met, stages }, facts({ autoAdvance })))
  expect(after.state).toMatchObject({ kind: 'running', stageId: stageId(2) })
})

test('without such a policy it stays, and in a freeze it stays as well', () => {
  expect(settle(met, facts())).toEqual([])
  const freeze = { from: t(0), until: t(60), name: 'Freeze' }
  expect(settle(met, facts({ autoAdvance, freeze }))).toEqual([])
})

test('approval opens by itself when every other gate is met', () => {
  const stages = stagesAt([1, 25, 100], () => ({ disciplines: ['data'] }))
  const events = settle({ ...met, stages }, facts({ autoAdvance }))
  expect(events).toMatchObject([{ kind: 'approval.opened', from: stageId(1), stageId: stageId(2), by: null }])
})

test('an approval asked for goes back when a gate waits again, and holds when one fails', () => {
  const stages = stagesAt([1, 25, 100], () => ({ disciplines: ['data'] }))
  const asking = applyAll({ ...met, stages }, settle({ ...met, stages }, facts()))
  expect(asking.state.kind).toBe('awaiting-approval')
  const waits = told(asking, aVerdict('too-early', { at: t(2) }))
  expect(applyAll(waits, settle(waits, facts())).state.kind).toBe('running')
  const fails = told(asking, aVerdict('harmful', { at: t(2) }))
  expect(applyAll(fails, settle(fails, facts())).state).toMatchObject({
    kind: 'holding',
    because: 'Payment errors harmful',
  })
})

test('holding says why, changes its reason with the cause, and goes on when the cause clears', () => {
  const blind = told(met, aVerdict('comparison-broken', { at: t(2) }))
  const holding = applyAll(blind, settle(blind, facts()))
  expect(holding.state).toMatchObject({ kind: 'holding', because: 'data is old' })
  const outside = told(holding, aVerdict('outside-cause', { at: t(3) }), 3)
  const held = applyAll(outside, settle(outside, facts({ now: t(3) })))
  expect(held.state).toMatchObject({ kind: 'holding', because: 'an outside cause' })
  const clear = told(held, aVerdict('safe-so-far', { at: t(4) }), 4)
  expect(settle(clear, facts({ now: t(4) })).map((event) => event.kind)).toEqual(['rollout.running'])
})

test('harm latches until a person answers: a decayed verdict does not let it go on', () => {
  const harmed = told(met, aVerdict('harmful', { at: t(2), since: t(2) }))
  expect(harmed.latched).toBe(true)
  const decayed = told(harmed, aVerdict('safe-so-far', { at: t(3) }), 3)
  const held = applyAll(decayed, settle(decayed, facts({ now: t(3), autoAdvance })))
  expect(held.state).toMatchObject({ kind: 'holding', because: 'a harmful verdict' })
})

const harmful = (change: Partial<Verdict>) => aVerdict('harmful', { at: t(4), since: t(2), ...change })
test('harm that a person answered does not latch again; later harm and other metrics do', () => {
  const harmed = told(met, harmful({ at: t(2) }))
  const kept = ['pause', 'keep-paused'] as const
  const answered = kept.reduce((rollout, verb) => {
    const input = { rolloutId: rollout.id, expectedVersion: rollout.version }
    const decision = decide(verb, rollout, input, facts({ now: t(3) }))
    return applyAll(rollout, decision.ok ? decision.events : [])
  }, harmed)
  expect(answered.latched).toBe(false)
  expect(told(answered, harmful({})).latched).toBe(false)
  expect(told(answered, harmful({ since: t(4) })).latched).toBe(true)
  expect(told(answered, harmful({ drivers: ['payment_errors', 'p95'] })).latched).toBe(true)
})

test.each(['draft', 'ended'])('no verdict is taken by a %s', (which) => {
  const by = decidedBy(sam)
  const ended = running(1, { state: { kind: 'finished', stageId: stageId(1), at: t(1), by, because: '' } })
  const decision = recordVerdict(which === 'draft' ? aRollout() : ended, aVerdict('neutral'), facts())
  expect(decision).toMatchObject({ ok: false, code: which === 'draft' ? 'nobody-exposed' : 'ended' })
})

test('a roll back ends when the clients have confirmed, or at its time limit with the rest named', () => {
  const decision = decide('roll-back', met, { rolloutId: met.id }, facts())
  const back = applyAll(met, [...(decision.ok ? decision.events : []), { kind: 'rollout.propagating', revision: 9 }])
  expect(back.state).toMatchObject({ kind: 'rolling-back', revision: 9 })
  const limit = { unconfirmed: ['web-1'], timeLimit: seconds(60) }
  const after = (allConfirmed: boolean, min: number, actor = system) =>
    confirm(back, { ...limit, allConfirmed }, facts({ now: t(min), actor }))
  expect(after(false, 2.5)).toMatchObject({ ok: false, code: 'not-confirmed' })
  expect(after(true, 2.5)).toMatchObject({ events: [{ kind: 'rollout.rolled_back', unconfirmed: [] }] })
  expect(after(false, 3)).toMatchObject({ events: [{ kind: 'rollout.rolled_back', unconfirmed: ['web-1'] }] })
  expect(after(true, 3, sam)).toMatchObject({ ok: false, code: 'system-only' })
  expect(confirm(met, { ...limit, allConfirmed: true }, facts({ actor: system }))).toMatchObject({
    code: 'not-rolling-back',
  })
})
