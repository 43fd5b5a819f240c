import { expect, test } from 'vitest'
import { hours } from '@/lib/kernel/time'
import {
  ana,
  anApproval,
  aRollout,
  aVerdict,
  careful,
  facts,
  maria,
  robot,
  running,
  sam,
  stageId,
  stagesAt,
  system,
  t,
} from './a-rollout'
import { applyAll } from './apply'
import { decide } from './decide'
import { evidenceHash } from './evidence'
import { type Facts } from './facts'
import { type Rollout } from './model'
import { type Verb, type VerbInput } from './schema'
import { servingOf } from './serving'
import { settle } from './settle'

const signed = stagesAt([1, 25, 100], (n) => ({ disciplines: n === 3 ? [] : ['product', 'engineering'] }))
const asking = { from: stageId(1), stageId: stageId(2), since: t(1), override: null, resuming: null }
const met = { verdict: aVerdict('harm-ruled-out'), stageSince: t(-60) }
const awaiting = running(1, { ...met, stages: signed, state: { kind: 'awaiting-approval', ...asking } })
const live = running(1, met)
const paused = said(running(2), 'pause')
const stopped = said(running(2), 'stop')

/** What the rollout becomes when someone says a verb that is accepted. */
function said(rollout: Rollout, verb: Verb, input: Partial<VerbInput> = {}, change: Partial<Facts> = {}): Rollout {
  const decision = say(rollout, verb, input, change)
  if (!decision.ok) throw new Error(`${verb} refused: ${decision.code}`)
  return applyAll(rollout, decision.events)
}

function say(rollout: Rollout, verb: Verb, input: Partial<VerbInput> = {}, change: Partial<Facts> = {}) {
  return decide(verb, rollout, { rolloutId: rollout.id, expectedVersion: rollout.version, ...input }, facts(change))
}

const freeze = { from: t(0), until: t(600), name: 'Freeze' }
const refusals: [code: string, verb: Verb, Rollout, Partial<VerbInput>, Partial<Facts>][] = [
  ['version-needed', 'advance', live, { expectedVersion: undefined }, {}],
  ['stale-version', 'advance', live, { expectedVersion: 6 }, {}],
  ['not-a-draft', 'request-approval', live, {}, {}],
  ['no-approval-needed', 'request-approval', aRollout(), {}, {}],
  ['already-started', 'start', live, {}, {}],
  ['already-live', 'start', aRollout(), {}, { liveRollout: 'RO-139' }],
  ['not-ready', 'start', aRollout(), {}, { notReady: ['No guardrail metric has arrived'] }],
  ['reason-required', 'start', aRollout(), {}, { cautions: ['RO-139 runs here too'] }],
  ['frozen', 'start', aRollout(), {}, { freeze }],
  ['approvals-missing', 'start', aRollout({ stages: signed }), {}, {}],
  ['approvals-missing', 'start', aRollout(), {}, { approvalsMin: 1 }],
  ['not-awaiting-approval', 'approve', live, {}, {}],
  ['stage-passed', 'approve', awaiting, { stageId: stageId(3) }, {}],
  ['person-required', 'approve', awaiting, {}, { actor: robot }],
  ['person-required', 'approve', awaiting, {}, { actor: careful }],
  ['self-approval', 'approve', awaiting, {}, { actor: maria }],
  ['frozen', 'approve', awaiting, {}, { freeze }],
  ['evidence-changed', 'approve', awaiting, { evidenceHash: 'other' }, {}],
  ['discipline-missing', 'approve', said(awaiting, 'approve'), {}, { actor: { ...sam, id: 'usr_000000000009' } }],
  ['already-approved', 'approve', said(awaiting, 'approve'), {}, {}],
  ['gates-not-met', 'approve', { ...awaiting, verdict: aVerdict('comparison-broken') }, {}, {}],
  ['gates-not-met', 'approve', { ...awaiting, verdict: aVerdict('harmful') }, {}, {}],
  ['reason-required', 'decline', awaiting, {}, {}],
  ['person-required', 'decline', awaiting, { note: 'no' }, { actor: robot }],
  ['nobody-exposed', 'pause', aRollout(), {}, {}],
  ['nobody-exposed', 'pause', stopped, {}, {}],
  ['nobody-exposed', 'stop', aRollout(), {}, {}],
  ['nobody-exposed', 'roll-back', aRollout(), {}, {}],
  ['not-paused', 'keep-paused', live, {}, {}],
  ['person-required', 'keep-paused', paused, {}, { actor: robot }],
  ['not-paused', 'resume', live, {}, {}],
  ['frozen', 'resume', paused, {}, { freeze }],
  ['reason-required', 'resume', { ...paused, verdict: aVerdict('harmful') }, {}, {}],
  ['reason-required', 'resume', said(live, 'pause', {}, { actor: careful }), {}, {}],
  ['reason-required', 'resume', said(paused, 'pause', {}, { actor: careful, now: t(3) }), {}, {}],
  ['person-required', 'resume', said(live, 'pause', {}, { actor: careful }), { note: 'fine' }, { actor: robot }],
  ['nobody-exposed', 'advance', aRollout(), {}, {}],
  ['paused', 'advance', paused, {}, {}],
  ['last-stage', 'advance', running(3, met), {}, {}],
  ['stage-passed', 'advance', live, { stageId: stageId(3) }, {}],
  ['approvals-missing', 'advance', awaiting, {}, {}],
  ['harmful-not-accepted', 'advance', { ...live, verdict: aVerdict('harmful') }, { note: 'go' }, {}],
  ['harmful-not-accepted', 'advance', { ...live, latched: true }, { note: 'go' }, {}],
  ['frozen', 'advance', live, {}, { freeze }],
  ['reason-required', 'advance', running(1, { verdict: aVerdict('too-early') }), {}, {}],
  ['reason-required', 'advance', running(1, { ...met, verdict: aVerdict('cannot-tell') }), {}, {}],
  ['gates-not-met', 'advance', running(1, { verdict: aVerdict('too-early') }), { note: 'go' }, { actor: robot }],
  ['gates-not-met', 'advance', running(1, { verdict: aVerdict('too-early') }), {}, { actor: careful }],
  ['nothing-to-accept', 'accept-risk', live, {}, {}],
  ['stages-left', 'finish', live, {}, {}],
  ['gates-not-met', 'finish', running(3), {}, {}],
  ['paused', 'finish', paused, {}, {}],
  ['frozen', 'finish', running(3, { ...met, holdback: 5 }), {}, { freeze }],
  ['somebody-exposed', 'abandon', live, {}, {}],
  ['somebody-was-exposed', 'abandon', stopped, {}, {}],
  ['nothing-to-undo', 'undo', live, {}, {}],
  ['undo-expired', 'undo', paused, {}, { now: t(13) }],
  ['undo-not-yours', 'undo', paused, {}, { actor: ana }],
  ['undo-policy-acted', 'undo', said(live, 'stop', {}, { actor: careful }), {}, {}],
  ['undo-policy-acted', 'undo', said(paused, 'pause', {}, { actor: careful, now: t(3) }), {}, {}],
  ['undo-harmful', 'undo', { ...stopped, verdict: aVerdict('harmful') }, {}, {}],
  ['undo-harmful', 'undo', { ...stopped, latched: true }, {}, {}],
  ['undo-frozen', 'undo', stopped, {}, { freeze }],
  ['undo-changed', 'undo', said(paused, 'keep-paused'), {}, {}],
  ['undo-roll-back', 'undo', said(live, 'roll-back'), {}, {}],
  ['ended', 'advance', said(stopped, 'roll-back'), {}, {}],
  ['ended', 'abandon', said(aRollout(), 'abandon'), {}, {}],
  ['ended', 'pause', said(running(3, met), 'finish'), {}, {}],
]
test.each(refusals)('%s: %s', (code, verb, rollout, input, change) => {
  expect(say(rollout, verb, input, change)).toMatchObject({ ok: false, code })
})

test('whoever comes second hears who was first and what they did', () => {
  const last = { sentence: 'Ana edited the stages', at: t(1.9) }
  expect(say(live, 'advance', { expectedVersion: 6 }, { last })).toMatchObject({
    message: 'Ana edited the stages 6 s ago. Nothing was changed',
    remedy: 'Look again',
  })
})

test('before the first stage the last sign-off does not start it: a person does', () => {
  const asked = said(aRollout({ stages: signed }), 'request-approval', {}, { actor: maria })
  const half = said(asked, 'approve', {}, { actor: ana })
  const both = said(half, 'approve')
  expect(both.state.kind).toBe('awaiting-approval')
  expect(servingOf(both)).toEqual({ kind: 'none' })
  const started = said(both, 'start', {}, { actor: maria })
  expect(started.state).toMatchObject({ kind: 'running', stageId: stageId(1) })
  expect(servingOf(started)).toMatchObject({ kind: 'rollout', serving: { share: 1000, salt: 'salt-142' } })
})

test('between stages the last sign-off advances, at the evidence all of them saw', () => {
  const half = said(awaiting, 'approve', { evidenceHash: evidenceHash(awaiting, facts()) })
  expect(half.state.kind).toBe('awaiting-approval')
  expect(said(half, 'approve', {}, { actor: ana }).state).toMatchObject({ kind: 'running', stageId: stageId(2) })
})

test('a sign-off for other evidence does not count, even before the next tick has expired it', () => {
  const half = said(awaiting, 'approve')
  const changed = { ...half, verdict: aVerdict('neutral') }
  const after = said(changed, 'approve', {}, { actor: ana })
  expect(after.state.kind).toBe('awaiting-approval')
  expect(after.approvals.map((approval) => approval.expiredAt)).toEqual([t(2), null])
})

test('an approval expires when verdict code, a gate or a version changes, not when a number moves', () => {
  const half = said(awaiting, 'approve')
  const moved = aVerdict('harm-ruled-out', { logE: 1.7, unitsExposed: 2600, at: t(2) })
  expect(settle({ ...half, verdict: moved }, facts())).toEqual([])
  const expired = { kind: 'approval.expired', stageId: stageId(2), at: t(2) }
  expect(settle({ ...half, verdict: aVerdict('neutral') }, facts())).toEqual([expired])
  expect(settle(half, facts({ versions: { policy: 2, metrics: { payment_errors: 1 } } }))).toEqual([expired])
  expect(settle(half, facts({ versions: { policy: 1, metrics: { payment_errors: 2 } } }))).toEqual([expired])
  const blind = settle({ ...half, verdict: aVerdict('comparison-broken') }, facts()).map((event) => event.kind)
  expect(blind).toEqual(['approval.expired', 'rollout.holding'])
})

test('a declined stage holds until the evidence changes or somebody asks again', () => {
  const declined = said(awaiting, 'decline', { note: 'Not before Christmas' })
  expect(declined.state).toMatchObject({ kind: 'holding', because: 'declined by Sam' })
  expect(settle(declined, facts({ now: t(30) }))).toEqual([])
  expect(say(declined, 'advance')).toMatchObject({ code: 'reason-required' })
  const again = said(declined, 'advance', { note: 'After Christmas now' })
  expect(again.state).toMatchObject({ kind: 'awaiting-approval', stageId: stageId(2) })
  const changed = { ...declined, verdict: aVerdict('neutral') }
  expect(settle(changed, facts()).map((event) => event.kind)).toEqual(['rollout.running', 'approval.opened'])
})

test('Advance with unmet gates asks for approval where the stage wants it, and keeps the reason', () => {
  const early = running(1, { stages: signed, verdict: aVerdict('harm-ruled-out') })
  const asked = said(early, 'advance', { note: 'Black Friday' })
  expect(asked.state).toMatchObject({
    kind: 'awaiting-approval',
    override: { gates: [{ kind: 'soak', state: 'waiting' }], reason: 'Black Friday' },
  })
  expect(say(asked, 'approve')).toMatchObject({ code: 'reason-required' })
  const half = said(asked, 'approve', { note: 'fine' })
  const through = said(half, 'approve', { note: 'fine' }, { actor: ana })
  expect(through.state).toMatchObject({ kind: 'running', stageId: stageId(2) })
  const broken = settle({ ...asked, verdict: aVerdict('comparison-broken') }, facts())
  expect(applyAll(asked, broken).state).toMatchObject({ kind: 'holding', because: 'data is old' })
})

test('a pause stops the soak clock and Resume lets it run on', () => {
  const late = said(running(2), 'pause', {}, { now: t(40) })
  const resumed = said(late, 'resume', {}, { now: t(100) })
  expect(resumed).toMatchObject({ state: { kind: 'running' }, stageSince: t(60), enteredAt: t(0) })
})

test('a policy that pauses what a person had paused is told yes, once', () => {
  const acted = say(paused, 'pause', {}, { actor: careful, now: t(3) })
  expect(acted).toMatchObject({ ok: true, events: [{ kind: 'policy.acted', verb: 'pause' }] })
  const after = said(paused, 'pause', {}, { actor: careful, now: t(3) })
  expect(say(after, 'pause', {}, { actor: careful, now: t(4) })).toEqual({ ok: true, events: [] })
})

test('a second Pause, Stop exposure or Roll back, even from a stale page, hears yes and is done once', () => {
  const stale = { expectedVersion: 0 }
  expect(say(paused, 'pause', stale)).toEqual({ ok: true, events: [] })
  expect(say(stopped, 'stop', stale)).toEqual({ ok: true, events: [] })
  expect(say(said(live, 'roll-back'), 'roll-back', stale)).toEqual({ ok: true, events: [] })
  expect(say(said(live, 'roll-back'), 'stop', stale)).toEqual({ ok: true, events: [] })
})

test('Undo of a stop brings back exactly the same people, and its clock', () => {
  const before = running(2)
  const back = said(said(before, 'stop', {}, { now: t(30) }), 'undo', {}, { now: t(39) })
  expect(servingOf(back)).toEqual(servingOf(before))
  expect(back).toMatchObject({ state: before.state, stageSince: t(9) })
})

test('a stop that answered harm cannot be undone when the evidence decays', () => {
  const harmed = { ...running(2), verdict: aVerdict('harmful'), latched: true }
  const decayed = { ...said(harmed, 'stop'), verdict: aVerdict('safe-so-far') }
  expect(decayed.latched).toBe(false)
  expect(say(decayed, 'undo')).toMatchObject({ code: 'undo-harmful' })
})

test('Resume after a stop starts at the first stage with the same salt', () => {
  const resumed = said(stopped, 'resume', {}, { now: t(50) })
  expect(resumed).toMatchObject({ state: { stageId: stageId(1) }, startedAt: t(0), stageSince: t(50) })
  expect(servingOf(resumed)).toMatchObject({ serving: { salt: 'salt-142', share: 1000 } })
})

test('where the first stage wants sign-offs, Resume asks everyone again and nobody has it until Start', () => {
  const approvals = [anApproval(1, ana, 'old'), anApproval(2, sam, 'old')]
  const before = said(running(2, { stages: signed, approvals }), 'stop')
  const asked = said(before, 'resume')
  expect(asked.approvals.every((approval) => approval.expiredAt !== null)).toBe(true)
  expect(servingOf(asked)).toEqual({ kind: 'stopped', safeVariant: 'off' })
  expect(say(asked, 'start')).toMatchObject({ code: 'approvals-missing' })
  expect(say(asked, 'abandon')).toMatchObject({ code: 'somebody-was-exposed' })
  expect(said(asked, 'decline', { note: 'No' }).state).toEqual(before.state)
  expect(said(asked, 'roll-back').state.kind).toBe('rolled-back')
  const ready = said(said(asked, 'approve'), 'approve', {}, { actor: ana })
  expect(said(ready, 'start').state).toMatchObject({ kind: 'running', stageId: stageId(1) })
})

test('accepting the guardrails accepts what drives the harm, and no other metric', () => {
  const harmed = said({ ...live, verdict: aVerdict('harmful'), latched: true }, 'pause')
  const input = { what: 'guardrails', note: 'Fix ships in 1.45', until: t(600) }
  const accepted = said(harmed, 'accept-risk', input)
  expect(accepted.risks).toMatchObject([{ what: 'payment_errors', reason: 'Fix ships in 1.45', until: t(600) }])
  expect(said(accepted, 'resume', { note: 'accepted' }).state.kind).toBe('running')
  const elsewhere = { ...accepted, verdict: aVerdict('harmful', { drivers: ['p95'] }) }
  expect(said(elsewhere, 'resume', { note: 'accepted' }).state.kind).toBe('holding')
  const over = said(accepted, 'resume', { note: 'accepted' }, { now: t(601) })
  expect(over.state.kind).toBe('holding')
})

test.each<[string, Partial<VerbInput>]>([
  ['reason-required', { until: t(600) }],
  ['until-needed', { note: 'why' }],
  ['until-needed', { note: 'why', until: t(1) }],
  ['what-needed', { note: 'why', until: t(600), what: 'soak' }],
])('accept-risk is refused: %s', (code, input) => {
  const held = { ...paused, verdict: aVerdict('harmful') }
  expect(say(held, 'accept-risk', { ...input })).toMatchObject({ ok: false, code })
})

test('a policy advances when every gate is met, a person decides when one is not', () => {
  expect(said(live, 'advance', {}, { actor: careful }).state).toMatchObject({ stageId: stageId(2) })
  const unsure = running(1, { ...met, verdict: aVerdict('cannot-tell') })
  const decision = say(unsure, 'advance', { note: 'We know why' })
  expect(decision).toMatchObject({ events: [{ kind: 'rollout.stage_changed', unmet: ['guardrails', 'enough-data'] }] })
})

test.each([careful, system])('$kind never signs, resumes or accepts', (actor) => {
  const verbs: Verb[] = ['approve', 'decline', 'resume', 'keep-paused', 'accept-risk', 'start', 'undo', 'finish']
  for (const rollout of [awaiting, paused, stopped, live]) {
    for (const verb of verbs) {
      expect(say(rollout, verb, { note: 'x' }, { actor })).toMatchObject({ code: 'person-required' })
    }
  }
})

test('one person may not sign twice where the environment wants two', () => {
  const two = { approvalsMin: 2 }
  const asked = said(aRollout(), 'request-approval', {}, two)
  const half = said(asked, 'approve', {}, two)
  expect(say(half, 'approve', {}, two)).toMatchObject({ code: 'already-approved' })
  expect(say(half, 'start', {}, two)).toMatchObject({ code: 'approvals-missing', message: 'One more person must sign' })
  const both = said(half, 'approve', {}, { ...two, actor: ana })
  expect(said(both, 'start', {}, two).state.kind).toBe('running')
})

test('finish lets everyone keep it', () => {
  const finished = said(running(3, { ...met, stages: stagesAt([1, 25, 100], () => ({ minSoak: hours(1) })) }), 'finish')
  expect(servingOf(finished)).toEqual({ kind: 'finished', variant: 'on', audience: null })
})
