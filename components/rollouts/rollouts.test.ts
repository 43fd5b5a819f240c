import { expect, test } from 'vitest'
import { hours, type Instant, instant } from '@/lib/kernel/moments'
import { type RolloutRow, type RolloutView, type Verb, VERBS } from '@/lib/rollouts/core/schema'
import { abandonable, pausable } from './bulk'
import { losesSomething } from './loses-something'
import { loopSteps } from './loop-steps'
import { groupRollouts, listAnswer, longestWait } from './rollout-groups'
import { newlyExposed, unmetSentence, verbDialog } from './verb-dialogs'
import { arrangeVerbs } from './verb-order'

const at = (iso: string): Instant => instant(Date.parse(iso))
const now = at('2026-12-17T02:14:00Z')
const enabled = (...verbs: Verb[]): RolloutView['verbs'] =>
  VERBS.map((verb) => ({
    verb,
    enabled: verbs.includes(verb),
    shown: verbs.includes(verb) || verb === 'abandon',
    reason: verbs.includes(verb) ? null : 'No',
    confirm: true,
  }))

function aView(change: Partial<RolloutView> = {}): RolloutView {
  return {
    id: 'rol_000000000142',
    name: 'RO-142',
    flag: 'checkout-v2',
    environment: 'production',
    environmentName: 'Production',
    author: 'Maria Ito',
    owner: 'Maria Ito',
    hypothesis: 'One page',
    rollbackPlan: 'Carts are kept.',
    policy: { key: 'careful', version: 1 },
    brief: null,
    guardrails: [],
    goals: [],
    audience: 'everybody',
    holdback: 0,
    state: 'running',
    stateSentence: 'Running',
    version: 3,
    weight: 25,
    stage: 1,
    stages: [
      {
        id: 'stg_000000000001',
        position: 0,
        weight: 1,
        minSoak: hours(2),
        disciplines: [],
        minUnits: null,
        margin: null,
        state: 'now',
      },
    ],
    startedAt: now,
    stageSince: now,
    next: { weight: 50, when: 'after soak' },
    verdict: null,
    latched: false,
    gates: [
      { kind: 'soak', state: 'waiting', label: 'Soak time', why: '17 h left' },
      { kind: 'enough-data', state: 'met', label: 'Enough data', why: 'yes' },
    ],
    approvals: [],
    approvalsNeeded: [],
    evidenceHash: 'h',
    changed: [],
    readiness: null,
    reviewed: false,
    rights: { edit: null, comment: null },
    approvalStageId: null,
    risks: [],
    undo: null,
    lastDecision: null,
    recovery: null,
    propagation: null,
    propagationS: 2.8,
    peopleExposed: 21_300,
    now,
    verbs: enabled('pause', 'advance', 'roll-back', 'stop'),
    ...change,
  }
}
const decided = (verb: Verb, kind: 'person' | 'policy' = 'person'): RolloutView['lastDecision'] => ({
  id: 'dec_1',
  number: 881,
  verb,
  at: at('2026-12-17T02:12:00Z'),
  by: { kind, id: 'x', name: kind === 'policy' ? 'payments-guard' : 'Maria Ito' },
  sentence: 'payments-guard paused RO-142',
  note: '',
  verdictCode: 'harmful',
})

const names = (view: RolloutView) => arrangeVerbs(view).buttons.map((verb) => verb.verb)

test('the first verb of the state is primary; Roll back leads once it is harmful', () => {
  expect(names(aView())).toEqual(['pause', 'advance', 'roll-back'])
  expect(names(aView({ latched: true }))).toEqual(['roll-back', 'pause', 'advance'])
})

test('what is no button stands in the menu, Undo in its banner', () => {
  const { menu } = arrangeVerbs(aView({ state: 'stopped', verbs: enabled('undo', 'resume', 'roll-back') }))
  expect(menu.map((verb) => verb.verb)).toEqual(['abandon'])
})

test('Roll back says who, where, how fast and what is kept, and starts on the deed', () => {
  const ask = verbDialog('roll-back', aView())
  expect(ask.title).toBe('Roll back checkout-v2 in Production?')
  expect(ask.body).toEqual([
    '21,300 people go back to the safe version in about 3 s.',
    'Carts are kept.',
    'You can start a new rollout later.',
  ])
  expect([ask.focusOn, ask.cancel, ask.note]).toEqual(['confirm', 'Keep as is', 'optional'])
  expect(verbDialog('roll-back', aView({ propagationS: null })).body[0]).toContain('not measured yet')
})

const brief = { objective: '', acceptance: '', lost: 'Orders in the new format.', escalation: '', onCall: '' }
const lossy = { startedAt: now, brief: { ...brief, overlapsSeen: false, reversible: false } }

test('what loses something is asked in the open, with the flag typed, and starts on the safe button', () => {
  for (const verb of ['stop', 'roll-back'] as const) {
    const ask = verbDialog(verb, aView(lossy))
    expect(ask).toMatchObject({ typed: 'checkout-v2', focusOn: 'cancel' })
    expect(ask.body.slice(0, 2)).toEqual(['This can’t be safely undone.', 'Orders in the new format.'])
  }
  expect(verbDialog('roll-back', aView()).typed).toBeNull()
  expect(VERBS.filter((verb) => losesSomething(verb, aView(lossy)))).toEqual(['stop', 'roll-back'])
  expect(losesSomething('roll-back', aView({ ...lossy, startedAt: null }))).toBe(false)
  expect(losesSomething('stop', aView({ ...lossy, brief: { ...lossy.brief, reversible: true } }))).toBe(false)
})

test('of several, those under way are paused and those that nobody had are abandoned', () => {
  const states = [
    ['draft', 0],
    ['awaiting-approval', 0],
    ['awaiting-approval', 2],
    ['running', 1],
    ['holding', 1],
    ['paused', 1],
    ['stopped', 1],
    ['rolled-back', 2],
  ] as const
  const rows = states.map(([state, stage]) => ({ state, stage }))
  expect(rows.filter(pausable).map(({ state, stage }) => `${state} ${stage}`)).toEqual([
    'awaiting-approval 2',
    'running 1',
    'holding 1',
  ])
  expect(rows.filter(abandonable).map(({ state, stage }) => `${state} ${stage}`)).toEqual([
    'draft 0',
    'awaiting-approval 0',
  ])
})

test('Advance names the newly exposed and the gates not met, and then needs a reason', () => {
  expect(newlyExposed(aView())).toBe(21_300)
  expect(unmetSentence(aView())).toBe('1 of 2 gates is not met: soak time (17 h left).')
  expect(verbDialog('advance', aView())).toMatchObject({ confirm: 'Advance to 50%', note: 'required', cancel: 'Wait' })
  expect(verbDialog('advance', aView({ gates: [] })).note).toBe('optional')
})

test('Resume needs a reason after a policy or a harmful verdict, and starts again at 1% after a stop', () => {
  expect(verbDialog('resume', aView({ state: 'paused', lastDecision: decided('pause') })).note).toBe('optional')
  expect(verbDialog('resume', aView({ state: 'paused', lastDecision: decided('pause', 'policy') })).note).toBe(
    'required',
  )
  expect(verbDialog('resume', aView({ state: 'stopped', latched: true }))).toMatchObject({
    title: 'Resume from 1%?',
    note: 'required',
  })
})

test.each(VERBS)('%s: no dialog says No, and none is without words', (verb) => {
  const ask = verbDialog(verb, aView())
  expect(ask.cancel).not.toMatch(/^no$/i)
  expect([ask.title, ...ask.body].join(' ')).not.toMatch(/undefined|null|NaN/)
})

const texts = (view: RolloutView) => loopSteps(view).map((step) => step.text)

test('the loop tells what a pause and a roll back did', () => {
  expect(texts(aView({ state: 'paused', lastDecision: decided('pause', 'policy') }))).toEqual([
    'harmful',
    'pause, by policy payments-guard',
    'share stays at 25%, nothing to propagate',
    'due with the first exposures',
  ])
  const propagation = {
    revision: 2,
    at: now,
    seen: 20,
    confirmed: 18,
    p95S: 1,
    unconfirmed: [],
    silent: 0,
    done: false,
  }
  expect(texts(aView({ state: 'rolling-back', lastDecision: decided('roll-back'), propagation }))[2]).toBe(
    'safe version for all; 18 clients of 20 confirmed',
  )
})

const aRow = (change: Partial<RolloutRow>): RolloutRow => ({
  ...aView(),
  stagesTotal: 5,
  verdictCode: null,
  gatesMet: 1,
  gatesTotal: 2,
  awaitingSince: null,
  awaitsViewer: false,
  ...change,
})

test('who has waited longest for approval comes first, and is named', () => {
  const rows = [
    aRow({ name: 'RO-1', state: 'awaiting-approval', awaitingSince: now }),
    aRow({ name: 'RO-2', state: 'awaiting-approval', awaitingSince: at('2026-12-16T22:00:00Z') }),
    aRow({ name: 'RO-3' }),
  ]
  expect(longestWait(rows)?.name).toBe('RO-2')
  expect(groupRollouts(rows)[0]?.rows.map(({ name }) => name)).toEqual(['RO-2', 'RO-1'])
  expect(longestWait([])).toBeNull()
})

test('rollouts under way are grouped by what they need, harm first, then what awaits the viewer', () => {
  const groups = groupRollouts([
    aRow({ name: 'RO-1', state: 'finished' }),
    aRow({ name: 'RO-2', state: 'holding' }),
    aRow({ name: 'RO-3', state: 'awaiting-approval', awaitsViewer: true }),
    aRow({ name: 'RO-4', state: 'paused', verdictCode: 'harmful' }),
    aRow({ name: 'RO-5' }),
  ])
  expect(groups.map(({ title, rows }) => [title, rows.map((row) => row.name)])).toEqual([
    ['Needs a decision', ['RO-4', 'RO-3', 'RO-2']],
    ['Running', ['RO-5']],
  ])
})

test('the list answers in one sentence', () => {
  expect(listAnswer([])).toBe('Nothing is rolling out now.')
  expect(listAnswer([aRow({})])).toBe('1 rollout is under way; none harms people, as far as is known.')
  expect(listAnswer([aRow({ verdictCode: 'harmful' }), aRow({ awaitsViewer: true })])).toBe(
    '2 rollouts are under way; 1 harms people now, 1 awaits your approval.',
  )
})
