import { expect, test } from 'vitest'
import { aRollout, aVerdict, ana, anApproval, facts, running, stageId, stagesAt, t } from './a-rollout'
import { blocker, gatesOf, holdReason } from './gates'
import { evidenceHash } from './evidence'
import { type GateKind, type GateView, type Verdict, type VerdictCode } from './schema'
import { settle } from './settle'
import { applyAll } from './apply'

const at = (verdict: Verdict | null, change: Parameters<typeof running>[1] = {}) =>
  running(2, { verdict, stageSince: t(-60), ...change })

const stateOf = (rollout: ReturnType<typeof at>, kind: GateKind, change = {}): GateView['state'] | undefined =>
  gatesOf(rollout, facts(change)).find((gate) => gate.kind === kind)?.state

/** The verdict table of statistics §7 as gates, at a stage that declares a margin; what the rollout does then. */
const codes: [VerdictCode, guardrails: GateView['state'], data: GateView['state'], then: string][] = [
  ['safe-so-far', 'met', 'met', 'running'],
  ['harm-ruled-out', 'met', 'met', 'running'],
  ['neutral', 'met', 'met', 'running'],
  ['too-early', 'waiting', 'waiting', 'running'],
  ['cannot-tell', 'blind', 'waiting', 'holding'],
  ['close-to-limit', 'waiting', 'met', 'running'],
  ['harmful', 'failing', 'met', 'holding'],
  ['harmful-for-segment', 'failing', 'met', 'holding'],
  ['comparison-broken', 'blind', 'met', 'holding'],
  ['outside-cause', 'blind', 'met', 'holding'],
]
test.each(codes)('%s: guardrails %s, enough data %s, then %s', (code, guardrails, data, then) => {
  const rollout = at(aVerdict(code))
  expect(stateOf(rollout, 'guardrails')).toBe(guardrails)
  expect(stateOf(rollout, 'enough-data')).toBe(data)
  expect(applyAll(rollout, settle(rollout, facts())).state.kind).toBe(then)
})

test('safe so far goes on only at a declared stage margin, harm ruled out and neutral without', () => {
  const stages = stagesAt([1, 25, 100], () => ({ margin: null }))
  expect(stateOf(at(aVerdict('safe-so-far'), { stages }), 'guardrails')).toBe('waiting')
  expect(stateOf(at(aVerdict('harm-ruled-out', { enough: false }), { stages }), 'guardrails')).toBe('met')
  expect(stateOf(at(aVerdict('neutral', { enough: false }), { stages }), 'enough-data')).toBe('met')
  expect(stateOf(at(aVerdict('safe-so-far', { enough: false })), 'guardrails')).toBe('waiting')
})

test('close to the limit goes on only where harm past it is ruled out', () => {
  const verdict = aVerdict('close-to-limit', { alsoHolds: ['harm-ruled-out'] })
  expect(stateOf(at(verdict), 'guardrails')).toBe('met')
})

test('a least number of people that a stage declares is waited for whatever the verdict says', () => {
  const stages = stagesAt([1, 25, 100], () => ({ minUnits: 5000 }))
  const gate = gatesOf(at(aVerdict('harm-ruled-out'), { stages }), facts()).find(({ kind }) => kind === 'enough-data')
  expect(gate).toMatchObject({ state: 'waiting', why: '1,940 of 5,000 people so far' })
})

const said = (kind: GateKind, of: Verdict) => gatesOf(at(of), facts()).find((gate) => gate.kind === kind)

test('people who are enough are said to be, while the guardrails still wait for a whole day', () => {
  const eta = { unitsHave: 4922, unitsNeed: 1420, perHour: 400, hours: null }
  const verdict = aVerdict('safe-so-far', { enough: false, eta, unitsExposed: 4922 })
  expect(said('enough-data', verdict)).toMatchObject({ state: 'met', why: '4,922 people are enough' })
  expect(said('guardrails', verdict)).toMatchObject({
    state: 'waiting',
    why: 'No harm found; a whole day is not seen yet',
  })
  // The slowest guardrail has fewer people than the stage: its count is the one that is waited for.
  const fewer = { ...verdict, eta: { ...eta, unitsHave: 900 } }
  expect(said('enough-data', fewer)).toMatchObject({ state: 'waiting', why: '900 of about 1,420 people so far' })
})

test('a verdict from before the stage says nothing about it, except harm', () => {
  expect(stateOf(at(aVerdict('harm-ruled-out', { at: t(0) })), 'guardrails')).toBe('waiting')
  expect(stateOf(at(aVerdict('harmful', { at: t(0) })), 'guardrails')).toBe('failing')
})

test.each<[string, Partial<Verdict>, GateKind, GateView['state'], string]>([
  ['old data', { cause: 'old-data' }, 'data-health', 'blind', 'data is old'],
  ['a redefined metric', { cause: 'redefined' }, 'data-health', 'blind', 'a metric changed its definition'],
  ['people who met both', { cause: 'cross-exposure' }, 'data-health', 'blind', 'people met both versions'],
  ['an uneven split', { cause: 'uneven-split' }, 'even-split', 'failing', 'the split is uneven'],
  ['an unknown cause', { cause: null }, 'data-health', 'blind', 'data is broken'],
])('%s holds the rollout and is named', (_, change, kind, state, because) => {
  const rollout = at(aVerdict('comparison-broken', change))
  expect(stateOf(rollout, kind)).toBe(state)
  expect(holdReason(rollout, facts())).toBe(because)
})

test('a broken comparison behind harm keeps both gates from being met', () => {
  const rollout = at(aVerdict('harmful', { alsoHolds: ['comparison-broken'], cause: 'old-data' }))
  expect(stateOf(rollout, 'guardrails')).toBe('failing')
  expect(stateOf(rollout, 'data-health')).toBe('blind')
})

test('a split alarm fails the gate and says by how much', () => {
  const srm = { logE: 9, exposed: 290, baseline: 710, expectedShare: 0.25, level: 'alarm' } as const
  const gate = gatesOf(at(aVerdict('comparison-broken', { srm, cause: 'uneven-split' })), facts())[3]
  expect(gate).toMatchObject({ kind: 'even-split', why: '29% got the new version instead of 25%' })
})

test('an accepted risk counts until its end', () => {
  const by = { kind: 'person', id: 'usr_000000000003', name: 'Sam' } as const
  const risks = [{ what: 'payment_errors', by, at: t(1), until: t(10), reason: 'Fix ships' }]
  const rollout = at(aVerdict('harmful'), { risks })
  expect(stateOf(rollout, 'guardrails')).toBe('accepted')
  expect(stateOf(rollout, 'guardrails', { now: t(10) })).toBe('failing')
  expect(stateOf({ ...rollout, verdict: aVerdict('harmful', { drivers: ['p95'] }) }, 'guardrails')).toBe('failing')
  expect(stateOf({ ...rollout, latched: true }, 'guardrails')).toBe('failing')
})

test('seven gates stand before the next stage; two before the first; none after the end', () => {
  expect(gatesOf(at(aVerdict('harm-ruled-out')), facts())).toHaveLength(7)
  expect(gatesOf(aRollout(), facts()).map((gate) => gate.kind)).toEqual(['approvals', 'freeze'])
  const by = { kind: 'person', id: 'usr_000000000003', name: 'Sam' } as const
  const ended = aRollout({ state: { kind: 'abandoned', stageId: null, at: t(1), by, because: '' } })
  expect(gatesOf(ended, facts())).toEqual([])
})

test('the approvals gate names who is missing and who has signed', () => {
  const stages = stagesAt([1, 25, 100], () => ({ disciplines: ['product'] }))
  const rollout = running(1, { stages, verdict: aVerdict('neutral') })
  const whyOf = (r: typeof rollout) => gatesOf(r, facts()).find((gate) => gate.kind === 'approvals')?.why
  expect(whyOf(rollout)).toBe("Product hasn't approved")
  expect(whyOf({ ...rollout, approvals: [anApproval(2, ana, evidenceHash(rollout, facts()))] })).toBe('Signed by Ana')
})

test('what blocks is what fails, before what waits', () => {
  const rollout = running(2, { verdict: aVerdict('comparison-broken') })
  expect(blocker(rollout, facts())?.kind).toBe('guardrails')
  expect(blocker(running(2, { verdict: aVerdict('neutral') }), facts())?.kind).toBe('soak')
  expect(blocker(at(aVerdict('neutral')), facts())).toBeNull()
})

test('the clock of the soak stands still while paused', () => {
  const by = { kind: 'person', id: 'usr_000000000003', name: 'Sam' } as const
  const before = { kind: 'running', stageId: stageId(2), since: t(0) } as const
  const paused = { kind: 'paused', stageId: stageId(2), at: t(20), by, because: '', before, version: 8 } as const
  const soak = gatesOf(running(2, { state: paused }), facts({ now: t(500) })).find((gate) => gate.kind === 'soak')
  expect(soak).toMatchObject({ state: 'waiting', why: '40 min left' })
})
