import { describe, expect, test } from 'vitest'
import { careful, facts, aRollout, aVerdict, ana, maria, running, sam, stageId, stagesAt, t } from './a-rollout'
import { verbsFor } from './actions'
import { decidedBy, type Facts } from './facts'
import { type PausedState, type Rollout, type StoppedState } from './model'
import { VERBS, type Verb } from './schema'

/** The table of ux §2.4, row by row: exactly these verbs are enabled, and every other one says why it is not. */
type Row = {
  state: string
  rollout: Rollout
  facts?: Partial<Facts>
  enabled: Verb[]
  reasons?: Partial<Record<Verb, string>>
  rest: string
  hidden?: Verb[]
}

const signed = stagesAt([1, 25, 100], (n) => ({ disciplines: n === 3 ? [] : ['product', 'engineering'] }))
const awaitingFirst = aRollout({
  stages: signed,
  state: { kind: 'awaiting-approval', from: null, stageId: stageId(1), since: t(0), override: null, resuming: null },
})
const met = { verdict: aVerdict('harm-ruled-out'), stageSince: t(-60) }
const next = { from: stageId(1), stageId: stageId(2), since: t(1), override: null, resuming: null }
const awaitingNext = running(1, { ...met, stages: signed, state: { kind: 'awaiting-approval', ...next } })
const holdingData: Rollout = running(2, {
  verdict: aVerdict('comparison-broken'),
  state: { kind: 'holding', stageId: stageId(2), since: t(1), because: 'data is old' },
})
const before = { kind: 'running', stageId: stageId(2), since: t(0) } as const
const pausedBy = (by: typeof sam | typeof careful, change: Partial<Rollout> = {}): Rollout => {
  const state: PausedState = {
    kind: 'paused',
    stageId: stageId(2),
    at: t(1),
    by: decidedBy(by),
    because: '',
    before,
    version: 7,
  }
  return running(2, { state, ...change })
}
const stoppedBy = (by: typeof sam | typeof careful, change: Partial<Rollout> = {}): Rollout => {
  const state: StoppedState = {
    kind: 'stopped',
    stageId: stageId(2),
    at: t(1),
    by: decidedBy(by),
    because: '',
    before,
    version: 7,
  }
  return running(2, { state, ...change })
}
const rollingBack = running(2, {
  state: { kind: 'rolling-back', stageId: stageId(2), at: t(1), by: decidedBy(sam), because: '', revision: 9 },
})
const ended = (kind: 'rolled-back' | 'finished' | 'abandoned'): Rollout =>
  running(2, { state: { kind, stageId: stageId(2), at: t(1), by: decidedBy(sam), because: '' } })

const rows: Row[] = [
  {
    state: 'draft where the policy asks for no sign-off',
    rollout: aRollout(),
    enabled: ['start', 'abandon'],
    reasons: { 'request-approval': 'The first stage asks for no sign-off' },
    rest: 'Nobody has it yet: this is a draft',
    hidden: ['request-approval'],
  },
  {
    state: 'draft',
    rollout: aRollout({ stages: signed }),
    enabled: ['request-approval', 'abandon'],
    reasons: { start: "Product and engineering haven't signed" },
    rest: 'Nobody has it yet: this is a draft',
  },
  {
    state: 'awaiting-approval before the first stage',
    rollout: awaitingFirst,
    enabled: ['approve', 'decline', 'abandon'],
    reasons: { start: "Product and engineering haven't signed" },
    rest: 'Nobody has it yet',
  },
  {
    state: 'awaiting-approval before the first stage, seen by its author',
    rollout: awaitingFirst,
    facts: { actor: maria },
    enabled: ['decline', 'abandon'],
    reasons: {
      approve: 'You wrote this rollout, so someone else must approve',
      start: "Product and engineering haven't signed",
    },
    rest: 'Nobody has it yet',
  },
  {
    state: 'awaiting-approval between stages',
    rollout: awaitingNext,
    enabled: ['approve', 'decline', 'pause', 'stop', 'roll-back'],
    reasons: {
      advance: "Product and engineering haven't approved",
      finish: '2 stages left',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'Waiting for product and engineering',
  },
  {
    state: 'running',
    rollout: running(2, { stages: signed, verdict: aVerdict('harm-ruled-out') }),
    enabled: ['pause', 'advance', 'stop', 'roll-back'],
    reasons: {
      approve: 'The next stage asks for no sign-off',
      finish: '1 stage left',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'It is running',
    hidden: ['approve'],
  },
  {
    state: 'running towards a stage with sign-offs',
    rollout: running(1, { stages: signed, verdict: aVerdict('harm-ruled-out') }),
    enabled: ['pause', 'advance', 'stop', 'roll-back'],
    reasons: {
      approve: 'Other gates come first: soak, 58 min left',
      finish: '2 stages left',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'It is running',
  },
  {
    state: 'running at the last stage with gates met',
    rollout: running(3, met),
    enabled: ['pause', 'stop', 'roll-back', 'finish'],
    reasons: { advance: 'This is the last stage', abandon: '5,900 people have it. Roll back instead' },
    rest: 'It is running',
  },
  {
    state: 'running at the last stage while it soaks',
    rollout: running(3, { verdict: aVerdict('harm-ruled-out') }),
    enabled: ['pause', 'stop', 'roll-back'],
    reasons: {
      advance: 'This is the last stage',
      finish: 'Soak time: 58 min left',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'It is running',
  },
  {
    state: 'holding on old data',
    rollout: holdingData,
    enabled: ['pause', 'accept-risk', 'advance', 'stop', 'roll-back'],
    reasons: {
      approve: 'Guardrails: The comparison is broken',
      finish: 'Guardrails: The comparison is broken',
      resume: 'Nobody paused it: it goes on by itself when the data is back',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'It is holding',
    hidden: ['approve'],
  },
  {
    state: 'holding on harm',
    rollout: { ...holdingData, verdict: aVerdict('harmful'), latched: true },
    enabled: ['pause', 'accept-risk', 'stop', 'roll-back'],
    reasons: {
      approve: 'Guardrails: Harm past the limit: Payment errors',
      advance: 'The verdict is harmful',
      finish: 'Guardrails: Harm past the limit: Payment errors',
      resume: 'Nobody paused it: it goes on by itself when the cause clears',
      abandon: '5,900 people have it. Roll back instead',
    },
    rest: 'It is holding',
    hidden: ['approve'],
  },
  {
    state: 'paused by oneself',
    rollout: pausedBy(sam),
    enabled: ['keep-paused', 'resume', 'stop', 'roll-back', 'undo'],
    reasons: {
      pause: 'Already paused',
      abandon: '5,900 people have it. Roll back instead',
      'accept-risk': 'No gate fails and none is blind',
    },
    rest: 'Resume first',
  },
  {
    state: 'paused by a policy on harm',
    rollout: pausedBy(careful, { verdict: aVerdict('harmful'), latched: true, policyActedAt: t(1) }),
    enabled: ['keep-paused', 'resume', 'accept-risk', 'stop', 'roll-back'],
    reasons: {
      pause: 'Already paused',
      abandon: '5,900 people have it. Roll back instead',
      undo: 'Careful paused it: Resume…',
    },
    rest: 'Resume first',
    hidden: ['undo'],
  },
  {
    state: 'stopped by oneself',
    rollout: stoppedBy(sam),
    enabled: ['resume', 'roll-back', 'undo'],
    reasons: {
      pause: 'Nobody has it now',
      stop: 'Nobody has it now',
      abandon: 'People had it. Roll back keeps the reason',
    },
    rest: 'Resume first',
  },
  {
    state: 'stopped by oneself on harm',
    rollout: stoppedBy(sam, { verdict: aVerdict('harmful') }),
    enabled: ['resume', 'roll-back'],
    reasons: {
      pause: 'Nobody has it now',
      stop: 'Nobody has it now',
      abandon: 'People had it. Roll back keeps the reason',
      undo: 'The verdict is harmful: Resume… starts again at 1%',
    },
    rest: 'Resume first',
  },
  {
    state: 'rolling-back',
    rollout: rollingBack,
    facts: { propagation: { seen: 1213, confirmed: 1209 } },
    enabled: [],
    reasons: { undo: 'Roll back was confirmed and ends the rollout. Start a new one' },
    rest: 'Rolling back: 1,209 of 1,213 clients confirmed',
  },
  {
    state: 'rolled-back',
    rollout: ended('rolled-back'),
    enabled: [],
    rest: 'This rollout ended 02:01 UTC. Start a new one',
  },
  {
    state: 'finished',
    rollout: ended('finished'),
    enabled: [],
    rest: 'Ended 02:01 UTC. To turn it off now, use Stop exposure on the flag',
  },
  { state: 'abandoned', rollout: ended('abandoned'), enabled: [], rest: 'Ended before anyone had it' },
]

describe.each(rows)('$state', (row) => {
  const views = verbsFor(row.rollout, facts(row.facts ?? {}))

  test('has exactly its enabled verbs', () => {
    const enabled = views.filter((view) => view.enabled).map((view) => view.verb)
    expect(enabled).toEqual(VERBS.filter((verb) => row.enabled.includes(verb)))
  })

  test('gives every other verb its reason', () => {
    const reasons = Object.fromEntries(views.filter((view) => !view.enabled).map(({ verb, reason }) => [verb, reason]))
    const expected = VERBS.filter((verb) => !row.enabled.includes(verb)).map((verb) => [
      verb,
      row.reasons?.[verb] ?? row.rest,
    ])
    expect(reasons).toEqual(Object.fromEntries(expected))
  })

  test('shows what it names and leaves the rest to the palette', () => {
    const named = new Set<Verb>([...row.enabled, ...VERBS.filter((verb) => row.reasons?.[verb] !== undefined)])
    const shown = views.filter((view) => view.shown).map((view) => view.verb)
    for (const verb of row.hidden ?? []) named.delete(verb)
    expect(shown).toEqual(VERBS.filter((verb) => named.has(verb)))
  })
})

const freeze = { from: t(0), until: t(6 * 60), name: 'Christmas freeze' }
test.each<[Verb, Rollout, Partial<Facts>]>([
  ['start', aRollout(), {}],
  ['resume', pausedBy(sam), {}],
  ['resume', stoppedBy(sam), {}],
  ['approve', awaitingNext, {}],
  ['advance', running(2, met), {}],
])('a freeze gives %s its own reason', (verb, rollout, change) => {
  const view = verbsFor(rollout, facts({ ...change, freeze })).find((candidate) => candidate.verb === verb)
  expect(view).toMatchObject({ enabled: false, reason: 'Frozen until 08:00 UTC' })
})

test.each<Verb>(['pause', 'stop', 'roll-back'])('a freeze never stands in the way of %s', (verb) => {
  const view = verbsFor(awaitingNext, facts({ freeze })).find((candidate) => candidate.verb === verb)
  expect(view?.enabled).toBe(true)
})

test('someone without the right sees whom to ask, where the state itself says yes', () => {
  const viewer = { ...ana, role: 'viewer' as const }
  const reason = (verb: Verb) => verbsFor(awaitingNext, facts({ actor: viewer })).find((v) => v.verb === verb)?.reason
  expect(reason('approve')).toBe('Needs Approver')
  expect(reason('pause')).toBe('Needs Engineer')
  expect(reason('finish')).toBe('2 stages left')
  const owned = (owner: string) => verbsFor(awaitingNext, { ...facts({ actor: viewer }), owner })
  expect(owned('Maria Ito').find(({ verb }) => verb === 'pause')?.reason).toBe('Needs Engineer. Ask Maria Ito (owner)')
  expect(owned(viewer.name).find(({ verb }) => verb === 'pause')?.reason).toBe('Needs Engineer')
})
