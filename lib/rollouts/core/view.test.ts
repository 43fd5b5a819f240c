import { expect, test } from 'vitest'
import { ana, aRollout, aVerdict, careful, facts, maria, robot, running, sam, stageId, stagesAt, t } from './a-rollout'
import { applyAll } from './apply'
import { decide } from './decide'
import { decidedBy, type Facts } from './facts'
import { type Rollout } from './model'
import { nextOf } from './next'
import { RolloutRow, RolloutView, type DecisionView, type Verb } from './schema'
import { stateSentence } from './sentences'
import { settle } from './settle'
import { rolloutRow, rolloutView, type ViewFacts } from './view'

const signed = stagesAt([1, 25, 100], (n) => ({ disciplines: n === 2 ? ['product', 'engineering'] : [] }))
const met = { verdict: aVerdict('harm-ruled-out'), stageSince: t(-60) }
const said = (rollout: Rollout, verb: Verb, change: Partial<Facts> = {}): Rollout => {
  const decision = decide(verb, rollout, { rolloutId: rollout.id, expectedVersion: rollout.version }, facts(change))
  return applyAll(rollout, decision.ok ? decision.events : [])
}
const asking = applyAll(running(1, { ...met, stages: signed }), settle(running(1, { ...met, stages: signed }), facts()))
const decision = (verb: 'pause' | 'stop'): DecisionView => ({
  id: 'dec_000000000881',
  number: 881,
  verb,
  at: t(2),
  by: decidedBy(sam),
  sentence: 'Sam paused RO-142',
  note: '',
  verdictCode: null,
})
const viewFacts = (change: Partial<ViewFacts> = {}): ViewFacts => ({
  ...facts(),
  environmentName: 'Production',
  authorName: 'Maria',
  owner: 'Payments',
  lastDecision: null,
  propagation: null,
  propagationS: null,
  recovery: null,
  readiness: null,
  reviewed: false,
  ...change,
})

test.each<[string, Rollout, Partial<Omit<Facts, 'propagation' | 'readiness'>>, string, number | null]>([
  ['a draft', aRollout(), {}, 'after Start', 1],
  [
    'a draft with sign-offs',
    aRollout({ stages: stagesAt([5], () => ({ disciplines: ['data'] })) }),
    {},
    'after approval, Start',
    5,
  ],
  ['running early', running(1, { stages: signed }), {}, 'after soak, gates, approval', 25],
  ['running with all met', running(2, met), {}, 'after Advance', 100],
  [
    'running with all met and a policy that advances',
    running(2, met),
    { autoAdvance: decidedBy(careful) },
    'any moment now',
    100,
  ],
  ['in a freeze', running(2, met), { freeze: { from: t(0), until: t(9), name: 'F' } }, 'after the freeze', 100],
  ['paused', said(running(1, { stages: signed }), 'pause'), {}, 'after Resume, soak, gates, approval', 25],
  ['stopped', said(running(2), 'stop'), {}, 'after Resume', 1],
  ['awaiting others', asking, { actor: maria }, 'when product and engineering approve', 25],
  ['awaiting the viewer', asking, { actor: ana }, 'when you approve', 25],
  ['at the last stage', running(3), {}, 'the last stage; Finish after soak, gates', null],
  ['rolling back', said(running(2), 'roll-back'), {}, '', null],
])('next of %s: %s', (_, rollout, change, when, weight) => {
  const viewer = facts(change)
  expect(nextOf(rollout, viewer, rolloutRow(rollout, viewFacts(change)).awaitsViewer)).toEqual({ weight, when })
})

test.each<[Rollout, string, number]>([
  [aRollout(), 'Draft', 0],
  [asking, 'Awaiting approval for 25%', 1],
  [running(2), 'Running', 25],
  [said(running(2), 'pause'), 'Paused by Sam', 25],
  [said(running(2), 'pause', { actor: careful }), 'Paused by Careful', 25],
  [said(running(2), 'stop'), 'Stopped at 0%', 0],
  [said(running(2), 'roll-back'), 'Rolling back', 0],
  [said(said(running(2), 'stop'), 'roll-back'), 'Rolled back', 0],
  [said(running(3, met), 'finish'), 'Finished', 100],
  [said(aRollout(), 'abandon'), 'Abandoned', 0],
])('%# %s at %s%%', (rollout, sentence, weight) => {
  expect(stateSentence(rollout)).toBe(sentence)
  const view = rolloutView(rollout, viewFacts())
  expect(view).toMatchObject({ stateSentence: sentence, weight })
  expect(RolloutView.parse(view)).toEqual(view)
  const row = rolloutRow(rollout, viewFacts())
  expect(RolloutRow.parse(row)).toEqual(row)
})

test('the page says where it stands, what it waits for and who awaits whom', () => {
  const view = rolloutView(asking, viewFacts())
  expect(view).toMatchObject({
    name: 'RO-142',
    stage: 1,
    approvalStageId: stageId(2),
    approvalsNeeded: ['product', 'engineering'],
    peopleExposed: 5900,
  })
  expect(view.stages.map((stage) => stage.state)).toEqual(['now', 'next', 'later'])
  expect(rolloutRow(asking, viewFacts())).toMatchObject({
    gatesMet: 6,
    gatesTotal: 7,
    awaitingSince: t(2),
    awaitsViewer: true,
    verdictCode: 'harm-ruled-out',
  })
  expect(rolloutRow(asking, viewFacts({ actor: maria })).awaitsViewer).toBe(false)
})

test('the way back names its decision and its end, for the one who may take it', () => {
  const paused = said(running(2), 'pause')
  const undo = { decisionId: 'dec_000000000881', verb: 'pause', until: t(12) }
  expect(rolloutView(paused, viewFacts({ lastDecision: decision('pause') })).undo).toEqual(undo)
  expect(rolloutView(paused, viewFacts({ lastDecision: decision('pause'), actor: ana })).undo).toBeNull()
  expect(rolloutView(paused, viewFacts({ lastDecision: decision('pause'), now: t(13) })).undo).toBeNull()
  expect(rolloutView(paused, viewFacts({ lastDecision: decision('stop') })).undo).toBeNull()
})

test.each([
  [3, 3],
  [95_151, null],
  [null, null],
])('how long a stop takes, by what clients showed: %s s is told as %s', (propagationS, told) => {
  expect(rolloutView(running(1), viewFacts({ propagationS })).propagationS).toBe(told)
})

test('an API key sees no verbs, a person all fourteen', () => {
  expect(rolloutView(asking, viewFacts({ actor: robot })).verbs).toEqual([])
  expect(rolloutView(asking, viewFacts()).verbs).toHaveLength(14)
})
