import { expect, test } from 'vitest'
import { ana, aVerdict, facts, running, sam, stagesAt, t } from './a-rollout'
import { apply, applyAll } from './apply'
import { decide } from './decide'
import { changedSince, changesBetween } from './evidence-changes'
import { evidenceOf } from './evidence'
import { settle } from './settle'

const stages = stagesAt([1, 25, 100], (n) => ({ disciplines: n === 2 ? ['product', 'engineering'] : [] }))
const met = running(1, { stages, stageSince: t(-60), verdict: aVerdict('harm-ruled-out') })
const asking = applyAll(met, settle(met, facts()))

test('nothing changed: nothing is said', () => {
  expect(asking.state.kind).toBe('awaiting-approval')
  expect(changedSince(asking, facts())).toEqual([])
  const moved = { ...asking, verdict: aVerdict('harm-ruled-out', { logE: 1.5, unitsExposed: 9 }) }
  expect(changedSince(moved, facts())).toEqual([])
})

test('verdict, gates, share, policy and metrics are named one by one', () => {
  const before = evidenceOf(met, facts())
  expect(
    changesBetween(before, {
      ...before,
      verdict: 'close-to-limit',
      gates: before.gates.map(([kind, state]) => [kind, kind === 'guardrails' ? 'waiting' : state]),
      target: { stage: 'stg_000000000002', share: 20_000 },
      policy: ['careful', 2],
      metrics: { payment_errors: 2 },
    }),
  ).toEqual([
    'The verdict was “Harm ruled out” and is “Close to the limit”',
    'Guardrails was met and is waiting',
    'The share asked for was 25% and is 20%',
    'The policy careful was v1 and is v2',
    'payment_errors is measured in another way now',
  ])
})

test('an approval that expired says why, also when it is asked for again', () => {
  const yes = { rolloutId: asking.id, expectedVersion: asking.version, note: 'Fine.' }
  const given = decide('approve', asking, yes, facts({ actor: ana }))
  if (!given.ok) throw new Error(given.message)
  const signed = applyAll(asking, given.events)
  const changed = facts({ now: t(3), versions: { policy: 2, metrics: { payment_errors: 1 } } })
  const expired = applyAll(signed, settle(signed, changed))
  expect(expired.approvals).toMatchObject([{ by: ana.id, expiredAt: t(3) }])
  expect(changedSince(expired, changed)).toEqual(['The policy careful was v1 and is v2'])
  // Asked anew with today's evidence, the one who signed before still hears what is different.
  const again = apply(expired, {
    kind: 'approval.opened',
    from: 'stg_000000000001',
    stageId: 'stg_000000000002',
    at: t(4),
    by: null,
    override: null,
    evidence: evidenceOf(expired, changed),
  })
  expect(changedSince(again, changed)).toEqual(['The policy careful was v1 and is v2'])
  expect(decide('approve', again, { ...yes, expectedVersion: again.version }, { ...changed, actor: sam }).ok).toBe(true)
})
