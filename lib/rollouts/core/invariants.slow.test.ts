import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Member } from '@/lib/kernel/actor'
import { assertNever } from '@/lib/kernel/result'
import { hours, minutes, seconds, type Instant } from '@/lib/kernel/time'
import { ana, aRollout, aVerdict, careful, facts, maria, robot, running, sam, stagesAt, system, t } from './a-rollout'
import { verbsFor } from './actions'
import { apply, applyAll } from './apply'
import { decide, decideVerb } from './decide'
import { confirm } from './decide-end'
import { raisesVersion, type RolloutEvent } from './events'
import { evidenceHash } from './evidence'
import { decidedBy, isFrozen, type Facts } from './facts'
import { gatesOf, holds, isMet } from './gates'
import { type Rollout } from './model'
import { isEnded } from './rest'
import { VerdictCode, VERBS, type Verb } from './schema'
import { servesOtherwise, servingOf } from './serving'
import { recordVerdict, settle } from './settle'
import { isExposed } from './stages'

/** Random verbs, people, verdicts and times against what must hold whatever happens (architecture §7). */
type Step =
  | { do: 'enabled'; pick: number; by: Member; gap: number }
  | { do: 'verb'; verb: Verb; by: Member; stale: boolean; note: string; gap: number }
  | { do: 'verdict'; code: VerdictCode; enough: boolean; gap: number }
  | { do: 'tick'; gap: number }
  | { do: 'confirm'; gap: number }

const gap = fc.constantFrom(0, 0, 1, 1, 3, 12, 70)
const code = fc.constantFrom<VerdictCode>(...VerdictCode.options, 'harm-ruled-out', 'harm-ruled-out', 'safe-so-far')
// What is enabled is tried more often than what is refused, so that runs reach the later stages.
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('enabled' as const),
      pick: fc.nat(1000),
      by: fc.constantFrom(maria, ana, sam),
      gap,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('verb' as const),
      verb: fc.constantFrom<Verb>(...VERBS, 'approve', 'advance', 'undo'),
      by: fc.constantFrom(maria, ana, sam, careful, robot),
      stale: fc.boolean(),
      note: fc.constantFrom('', 'because'),
      gap,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('verdict' as const), code, enough: fc.boolean(), gap }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tick' as const), gap }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), gap }) },
)

const world = fc.record({
  /** The stage it begins at, everything met; 0: as a draft. */
  from: fc.constantFrom(0, 1, 4),
  signOffs: fc.boolean(),
  autoAdvance: fc.boolean(),
  frozenFrom: fc.constantFrom(null, 60, 200),
  steps: fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function begun({ signOffs, from }: World): Rollout {
  const stages = stagesAt([1, 25, 50, 100], (n) => ({
    disciplines: signOffs && n !== 3 ? ['product', 'engineering'] : [],
    minSoak: n === 2 ? minutes(0) : hours(1),
  }))
  if (from === 0) return aRollout({ stages })
  const verdict = aVerdict('harm-ruled-out', { at: t(0) })
  return running(from, { stages, verdict, startedAt: t(-61), stageSince: t(-61), enteredAt: t(-61) })
}

function factsAt({ autoAdvance, frozenFrom }: World, min: number, actor: Member): Facts {
  const freeze = frozenFrom === null ? null : { from: t(frozenFrom), until: t(frozenFrom + 90), name: 'Freeze' }
  return facts({ now: t(min), actor, freeze, autoAdvance: autoAdvance ? decidedBy(careful) : null })
}

/** One event, with the rollout around it and what the step knew. */
type Seen = { before: Rollout; after: Rollout; event: RolloutEvent; facts: Facts; step: Step }
type Trace = { events: Seen[]; rests: { rollout: Rollout; facts: Facts }[] }

/** Plays a world, with a new rollout after each end. */
function play(w: World): Trace {
  const trace: Trace = { events: [], rests: [] }
  let rollout = begun(w)
  let min = 1
  for (const s of w.steps) {
    min += s.gap
    const f = factsAt(w, min, 'by' in s ? s.by : s.do === 'confirm' ? system : careful)
    for (const event of eventsOf(rollout, s, f)) {
      const after = apply(rollout, event)
      trace.events.push({ before: rollout, after, event, facts: f, step: s })
      rollout = after
    }
    trace.rests.push({ rollout, facts: f })
    if (isEnded(rollout)) rollout = begun({ ...w, from: 0 })
  }
  return trace
}

const ENDS = new Set<Verb>(['roll-back', 'abandon', 'decline'])

function eventsOf(rollout: Rollout, s: Step, f: Facts): RolloutEvent[] {
  switch (s.do) {
    case 'tick':
      return settle(rollout, f)
    case 'enabled': {
      const open = verbsFor(rollout, f).filter(({ verb, enabled }) => enabled && (s.pick < 100 || !ENDS.has(verb)))
      const chosen = open[s.pick % Math.max(1, open.length)]
      return chosen ? eventsOf(rollout, { ...s, do: 'verb', verb: chosen.verb, stale: false, note: 'why' }, f) : []
    }
    case 'verb': {
      const decision = decide(s.verb, rollout, inputOf(rollout, s), f)
      return decision.ok ? decision.events : []
    }
    case 'confirm': {
      const decision = confirm(rollout, { allConfirmed: false, unconfirmed: ['a'], timeLimit: seconds(60) }, f)
      return decision.ok ? decision.events : []
    }
    case 'verdict': {
      const since = rollout.verdict?.code === s.code ? rollout.verdict.since : f.now
      const decision = recordVerdict(rollout, aVerdict(s.code, { at: f.now, since, enough: s.enough }), f)
      if (!decision.ok) return []
      return [...decision.events, ...settle(applyAll(rollout, decision.events), f)]
    }
    default:
      return assertNever(s)
  }
}

const inputOf = (rollout: Rollout, s: { note: string; stale: boolean }) => ({
  rolloutId: rollout.id,
  expectedVersion: s.stale ? rollout.version - 1 : rollout.version,
  note: s.note,
  until: t(100_000),
})

const shareOf = (rollout: Rollout): number => {
  const serving = servingOf(rollout)
  return serving.kind === 'rollout' ? serving.serving.share : 0
}

const by = (who: Member, ...verbs: Verb[]): Step[] =>
  verbs.map((verb) => ({ do: 'verb', verb, by: who, stale: false, note: 'why', gap: 1 }))
const calm: Omit<World, 'steps'> = { from: 1, signOffs: false, autoAdvance: false, frozenFrom: null }
/** Worlds that are always played, so that every run has met the rare moments too. */
const examples: [World][] = [
  [{ ...calm, from: 0, steps: by(sam, 'start') }],
  [{ ...calm, from: 4, steps: by(sam, 'finish') }],
  [{ ...calm, steps: by(sam, 'pause', 'undo', 'stop', 'undo') }],
  [{ ...calm, autoAdvance: true, steps: [{ do: 'tick', gap: 1 }] }],
  [{ ...calm, signOffs: true, steps: [...by(sam, 'advance', 'approve'), ...by(ana, 'approve')] }],
  [{ ...calm, steps: [{ do: 'verdict', code: 'harmful', enough: true, gap: 1 }, ...by(sam, 'pause', 'keep-paused')] }],
]

/** What `find` finds in the first of many worlds where it finds anything, smallest first; and how to play it again. */
function broken(find: (trace: Trace) => unknown[]): unknown[] {
  let found: unknown[] = []
  const property = fc.property(world, (w) => {
    const now = find(play(w))
    if (now.length > 0) found = now
    return now.length === 0
  })
  const { failed, seed, counterexamplePath, errorInstance } = fc.check(property, { numRuns: 120, examples })
  return failed ? [{ seed, path: counterexamplePath }, errorInstance, ...found] : []
}

test('a policy can pause, stop and roll back wherever somebody is exposed, whatever version it saw', () => {
  const reached = new Set<string>()
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) => {
      if (!isExposed(rollout.state)) return []
      reached.add(rollout.state.kind)
      return (['pause', 'stop', 'roll-back'] as const).filter((verb) => {
        const input = { rolloutId: rollout.id, expectedVersion: 0 }
        const decision = decide(verb, rollout, input, { ...f, actor: careful })
        if (!decision.ok) return true
        const after = applyAll(rollout, decision.events)
        return verb === 'pause' ? servesOtherwise(rollout, after) : servingOf(after).kind !== 'stopped'
      })
    }),
  )
  expect(wrong).toEqual([])
  expect([...reached].toSorted()).toEqual(['awaiting-approval', 'holding', 'paused', 'running'])
})

test('exposure rises only by start, advance, finish or undo', () => {
  const rises = new Set<string>()
  const wrong = broken(({ events }) =>
    events.filter(({ before, after, event }) => {
      if (shareOf(after) <= shareOf(before) && after.state.kind !== 'finished') return false
      rises.add(event.kind)
      return !['rollout.started', 'rollout.stage_changed', 'rollout.finished', 'rollout.undone'].includes(event.kind)
    }),
  )
  expect(wrong).toEqual([])
  const all = ['rollout.finished', 'rollout.stage_changed', 'rollout.started', 'rollout.undone']
  expect([...rises].toSorted()).toEqual(all)
})

test('a stage begins only outside a freeze and with sign-offs of others, given for this very evidence', () => {
  let signed = 0
  const wrong = broken(({ events }) =>
    events.filter(({ before, after, event, facts: f }) => {
      const begins = event.kind === 'rollout.started' || event.kind === 'rollout.stage_changed'
      if (!begins || after.state.kind !== 'running') return false
      const { stageId } = after.state
      const valid = before.approvals.filter((a) => a.stageId === stageId && a.expiredAt === null)
      const demanded = after.stages.find((stage) => stage.id === stageId)?.disciplines ?? []
      signed += demanded.length
      const missing = demanded.some((discipline) => !valid.some((a) => a.disciplines.includes(discipline)))
      const stale = valid.some((a) => a.evidenceHash !== evidenceHash(before, f) || a.by === before.authorId)
      return missing || stale || isFrozen(f.freeze, f.now)
    }),
  )
  expect(wrong).toEqual([])
  expect(signed).toBeGreaterThan(0)
})

test('a stage is left with every gate met, or by people with a reason, and never on harm', () => {
  let automatic = 0
  const wrong = broken(({ events }) =>
    events.filter(({ before, event, facts: f }) => {
      if (event.kind !== 'rollout.stage_changed') return false
      if (event.via === 'automatic') automatic += 1
      const gates = gatesOf(before, f).filter((gate) => gate.kind !== 'approvals' && gate.kind !== 'freeze')
      const unmet = gates.filter((gate) => !isMet(gate)).map((gate) => gate.kind)
      const harm = gates.some((gate) => gate.kind === 'guardrails' && gate.state === 'failing')
      const alone = event.via === 'automatic' || event.by.kind !== 'person'
      const overridden = before.state.kind === 'awaiting-approval' ? before.state.override?.reason : event.note
      const unexplained = unmet.length > 0 && (alone || !overridden)
      return harm || unexplained || unmet.some((kind) => !event.unmet.includes(kind))
    }),
  )
  expect(wrong).toEqual([])
  expect(automatic).toBeGreaterThan(0)
})

test('undo restores exactly what was served, for who did it, in ten minutes, never over a policy, harm or freeze', () => {
  let undone = 0
  const wrong = broken(({ events }) =>
    events.filter(({ before, after, event, facts: f }, i) => {
      if (event.kind !== 'rollout.undone') return false
      undone += 1
      const kind = event.verb === 'pause' ? 'rollout.paused' : 'rollout.stopped'
      const act = events.slice(0, i).findLast((seen) => seen.event.kind === kind)
      if (!act || !('by' in act.event) || !act.event.by) return true
      const between = events.slice(events.indexOf(act) + 1, i)
      const late = Date.parse(f.now) - Date.parse(act.facts.now) > 10 * 60_000
      const others = between.some((seen) => raisesVersion(seen.event))
      const harm = before.latched || before.verdict?.code.startsWith('harmful')
      const elsewhere = servesOtherwise(act.before, after) || act.event.by.id !== event.by.id
      return late || others || harm || elsewhere || isFrozen(f.freeze, f.now)
    }),
  )
  expect(wrong).toEqual([])
  expect(undone).toBeGreaterThan(0)
})

test('people never change cohort while weights grow: one salt, and the share falls by a stop alone', () => {
  const wrong = broken(({ events }) =>
    events.filter(({ before, after, event }) => {
      const down = ['rollout.stopped', 'rollout.rolling_back', 'rollout.finished'].includes(event.kind)
      const falls = shareOf(after) < shareOf(before) && !down
      const stands = event.kind === 'rollout.stage_changed' && shareOf(after) <= shareOf(before)
      return after.salt !== before.salt || falls || stands
    }),
  )
  expect(wrong).toEqual([])
})

const wanted = ({ startedAt, state }: Rollout): string => {
  if (state.kind === 'finished') return 'finished'
  if (isExposed(state)) return 'rollout'
  return startedAt === null ? 'none' : 'stopped'
}

test('once it has served, a rollout that exposes nobody serves the safe variant to all', () => {
  const wrong = broken(({ rests }) => rests.filter(({ rollout }) => servingOf(rollout).kind !== wanted(rollout)))
  expect(wrong).toEqual([])
})

test('protective verbs said twice are done once', () => {
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) =>
      (['pause', 'stop', 'roll-back'] as const).filter((verb) => {
        const first = decide(verb, rollout, { rolloutId: rollout.id }, f)
        if (!first.ok) return false
        const second = decide(verb, applyAll(rollout, first.events), { rolloutId: rollout.id }, f)
        return !second.ok || second.events.length > 0
      }),
    ),
  )
  expect(wrong).toEqual([])
})

test('the version rises by one with each decision and never with a verdict', () => {
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) => {
      const verdict = aVerdict('harm-ruled-out', { at: f.now })
      const told = recordVerdict(rollout, verdict, f)
      const judged = applyAll(rollout, told.ok ? told.events : [])
      const settled = applyAll(judged, settle(judged, { ...f, autoAdvance: null }))
      const input = { ...inputOf(rollout, { note: 'why', stale: false }), what: 'p95' }
      const verbsWrong = VERBS.filter((verb) => {
        const decision = decideVerb(verb, rollout, input, f)
        const events = decision.ok ? decision.events : []
        return applyAll(rollout, events).version - rollout.version !== (events.length > 0 ? 1 : 0)
      })
      return settled.version === rollout.version ? verbsWrong : [...verbsWrong, 'verdict']
    }),
  )
  expect(wrong).toEqual([])
})

test('a stale version is refused for every verb but the protective ones', () => {
  const protective = new Set<Verb>(['pause', 'stop', 'roll-back'])
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) =>
      VERBS.filter((verb) => {
        const decision = decide(verb, rollout, inputOf(rollout, { note: 'why', stale: true }), { ...f, actor: sam })
        return protective.has(verb)
          ? !decision.ok && decision.code === 'stale-version'
          : decision.ok || decision.code !== 'stale-version'
      }),
    ),
  )
  expect(wrong).toEqual([])
})

test('settling twice changes nothing more', () => {
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) => settle(applyAll(rollout, settle(rollout, f)), f)),
  )
  expect(wrong).toEqual([])
})

test('a latch is cleared by people alone', () => {
  let cleared = 0
  const wrong = broken(({ events }) =>
    events.filter(({ before, after, event }) => {
      if (!before.latched || after.latched) return false
      cleared += 1
      return !('by' in event) || event.by?.kind !== 'person'
    }),
  )
  expect(wrong).toEqual([])
  expect(cleared).toBeGreaterThan(0)
})

test('what a button says is what the command does', () => {
  const wrong = broken(({ rests }) =>
    rests.flatMap(({ rollout, facts: f }) => {
      const input = { ...inputOf(rollout, { note: 'why', stale: false }) }
      return verbsFor(rollout, f).filter(({ verb, enabled, reason }) => {
        const decision = decide(verb, rollout, { ...input, what: riskNow(rollout, f) }, f)
        const does = decision.ok && decision.events.length > 0
        return enabled !== does || enabled === (reason !== null)
      })
    }),
  )
  expect(wrong).toEqual([])
})

const ACCEPTABLE = new Set(['guardrails', 'data-health', 'even-split'])
function riskNow(rollout: Rollout, f: Facts): string | undefined {
  return gatesOf(rollout, f).find((gate) => ACCEPTABLE.has(gate.kind) && holds(gate))?.kind
}

const order = (a: Instant | null, b: Instant | null) => a === null || b === null || a <= b

test('time never makes a rollout forget when it began', () => {
  const wrong = broken(({ rests }) =>
    rests.filter(({ rollout, facts: f }) => {
      const { startedAt, enteredAt, stageSince } = rollout
      return !order(startedAt, enteredAt) || !order(enteredAt, stageSince) || !order(stageSince, f.now)
    }),
  )
  expect(wrong).toEqual([])
})
