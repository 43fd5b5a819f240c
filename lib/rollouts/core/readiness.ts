import { age } from '@/lib/kernel/format-time'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import { isFrozen, type Freeze } from './facts'
import { type Brief, type GuardrailSpec, type ReadinessCheck } from './schema'
import { listed, moment } from './words'

/** What is asked of a plan before anybody gets it. `brief` null: a program created it and never answered. */
export type ReadinessPlan = { hypothesis: string; guardrails: readonly GuardrailSpec[]; brief: Brief | null }

/** When something of that name was last heard; null: not in the last day. */
export type Heard = { tracks: Instant | null; exposure: Instant | null; events: Readonly<Record<string, Instant>> }

export type ReadinessFacts = {
  now: Instant
  owner: string
  heard: Heard
  /** What each metric listens to, and whether it has a harm limit of its own; absent metrics are not known here. */
  sources: Readonly<Record<string, { event: string; limited: boolean }>>
  /** The last roll back or stop in this environment that was carried out. */
  tested: { name: string; at: Instant } | null
  /** Sign-offs that the first stage still waits for, in words; null: none. */
  unsigned: string | null
  freeze: Freeze | null
  /** Rollouts that run in the same environment. */
  neighbours: readonly string[]
  /** What the flag's rules in front of this rollout's do, as sentences. */
  earlier: { serves: readonly string[]; takesAll: string | null }
  /** Open SEV1 and SEV2 about this flag here. */
  incidents: readonly { name: string; severity: string }[]
}

const MINUTE_MS = 60_000
const METRICS_FRESH_MS = 2 * MINUTE_MS
/** People meet a flag less often than they do anything at all. */
const EXPOSURE_FRESH_MS = 10 * MINUTE_MS
const TESTED_MS = 90 * 86_400_000
const UNMEASURED = 'Not measured yet'

type Answer = Pick<ReadinessCheck, 'state' | 'value'>
const ok = (value: string): Answer => ({ state: 'ok', value })
const caution = (value: string): Answer => ({ state: 'caution', value })
const block = (value: string): Answer => ({ state: 'block', value })
const unknown = (value = UNMEASURED): Answer => ({ state: 'unknown', value })

/** What is well or unknown needs no form to mend it. */
const check = (
  key: ReadinessCheck['key'],
  label: string,
  fix: ReadinessCheck['fix'],
  answer: Answer,
): ReadinessCheck => ({ key, label, fix: answer.state === 'ok' || answer.state === 'unknown' ? null : fix, ...answer })

/**
 * The fifteen checks before Start (incidents-and-delivery §12, and what earlier rules do). ✕ (`block`) keeps it from starting, △ (`caution`) asks
 * for a reason; what nobody can measure yet says so and stops nobody.
 */
export function readinessOf(plan: ReadinessPlan, facts: ReadinessFacts): ReadinessCheck[] {
  return [
    check('hypothesis', 'Hypothesis', 'why', hypothesis(plan)),
    check('owner', 'Owner and on-call', ownerMissing(facts) ? 'flag' : 'safety', owner(plan, facts)),
    check('metrics-arriving', 'Metrics arriving', 'telemetry', metricsArriving(facts)),
    check('exposure-arriving', 'Exposure events arriving', 'telemetry', exposureArriving(facts)),
    check('harm-limits', 'Harm limit on each guardrail', 'how', harmLimits(plan, facts)),
    check('alerts', 'Alert on each touched service', null, unknown()),
    check('rollback-tested', 'Rollback tested', 'guide', rollbackTested(facts)),
    check('reversible', 'Safely reversible declared', 'safety', reversible(plan)),
    check('instrumentation', 'Instrumentation', 'telemetry', instrumentation(plan, facts)),
    check('earlier-rules', 'Earlier rules', 'flag', earlierRules(facts)),
    check('sign-offs', 'Sign-offs', 'approval', facts.unsigned === null ? ok('Complete') : block(facts.unsigned)),
    check('incidents', 'No open SEV1 or SEV2', 'incidents', incidents(facts)),
    check('error-budget', 'Error budget left', null, unknown()),
    check('freeze', 'No freeze window', 'freezes', freeze(facts)),
    check('overlap', 'Overlap looked at', 'safety', overlap(plan, facts)),
  ]
}

export const blocking = (checks: readonly ReadinessCheck[]) => checks.filter(({ state }) => state === 'block')
export const cautions = (checks: readonly ReadinessCheck[]) => checks.filter(({ state }) => state === 'caution')
export const checkWords = ({ label, value }: ReadinessCheck): string => `${label}: ${value}`

/** "10 of 15": checks that are answered well, of all. */
export const readyCount = (checks: readonly ReadinessCheck[]): number =>
  checks.filter(({ state }) => state === 'ok').length

function hypothesis({ hypothesis: text }: ReadinessPlan): Answer {
  return text.trim() === '' ? block('Say what you believe and why') : ok('Written')
}

const ownerMissing = ({ owner: name }: ReadinessFacts): boolean => name.trim() === '' || name === 'nobody'

function owner({ brief }: ReadinessPlan, facts: ReadinessFacts): Answer {
  if (ownerMissing(facts)) return block('The flag has no owner')
  if (!brief) return ok(`${facts.owner}; on-call not named`)
  if (brief.onCall === '') return caution('Nobody is named for the hours when it runs alone')
  return ok(`${facts.owner}; on-call ${brief.onCall}`)
}

function metricsArriving({ heard, now }: ReadinessFacts): Answer {
  if (!heard.tracks) return unknown('Nothing has arrived here in the last day, so this is not measured yet')
  const told = `Last event ${age(heard.tracks, now)}`
  return elapsedMs(heard.tracks, now) < METRICS_FRESH_MS ? ok(told) : block(`${told}; it must be under 2 min`)
}

function exposureArriving({ heard, now }: ReadinessFacts): Answer {
  if (!heard.exposure) return unknown('No record of this flag in the last day, so this is not measured yet')
  const told = `Last record ${age(heard.exposure, now)}`
  return elapsedMs(heard.exposure, now) < EXPOSURE_FRESH_MS ? ok(told) : block(`${told}; it must be under 10 min`)
}

function harmLimits({ guardrails }: ReadinessPlan, { sources }: ReadinessFacts): Answer {
  if (guardrails.length === 0) return block('No guardrail protects anybody')
  const without = guardrails.filter(({ metric, limit }) => limit === null && sources[metric]?.limited === false)
  if (without.length > 0) return caution(`${listed(without.map(({ metric }) => metric))}: any harm counts`)
  const known = guardrails.every(({ metric, limit }) => limit !== null || sources[metric] !== undefined)
  return known ? ok(`${guardrails.length} of ${guardrails.length}`) : unknown()
}

function rollbackTested({ tested, now }: ReadinessFacts): Answer {
  if (!tested) return unknown('Nobody has rolled back here yet, so this is not measured')
  const told = `${tested.name}, ${age(tested.at, now)}`
  return elapsedMs(tested.at, now) < TESTED_MS ? ok(told) : caution(`${told}; that is more than 90 days`)
}

function reversible({ brief }: ReadinessPlan): Answer {
  if (!brief) return ok('By its way back')
  if (brief.reversible === null) return block('Say whether rolling back loses anything')
  if (brief.reversible) return ok('Nothing is lost')
  return brief.lost === '' ? block('Say what is lost') : ok(`Declared: ${brief.lost}`)
}

function instrumentation({ guardrails }: ReadinessPlan, { heard, sources }: ReadinessFacts): Answer {
  const events = guardrails.flatMap(({ metric }) => sources[metric]?.event ?? [])
  if (!heard.tracks || events.length === 0) return unknown()
  const silent = [...new Set(events)].filter((event) => heard.events[event] === undefined)
  if (silent.length === 0) return ok('Every guardrail’s event was seen in the last day')
  // A harm that never happens is silent too: this tells, and stops nobody.
  return unknown(`Not seen in the last day: ${listed(silent)}. Check the name, or nobody was hurt`)
}

function earlierRules({ earlier: { serves, takesAll } }: ReadinessFacts): Answer {
  if (takesAll !== null) return caution(`Nobody would come to it: ${takesAll} comes first`)
  const [first] = serves
  if (first === undefined) return ok('None serves its variant')
  const more = serves.length > 1 ? ` and ${serves.length - 1} more` : ''
  return caution(
    `An earlier rule already serves this variant: ${first}${more}. Records of these people look like exposed ones, and the comparison would break`,
  )
}

function incidents({ incidents: open }: ReadinessFacts): Answer {
  if (open.length === 0) return ok('None about this flag')
  return block(listed(open.map(({ name, severity }) => `${name} (${severity}) is open`)))
}

function freeze({ freeze: window, now }: ReadinessFacts): Answer {
  if (!isFrozen(window, now)) return ok('None now')
  return block(`Frozen until ${moment(window.until, now)}: ${window.name}`)
}

function overlap({ brief }: ReadinessPlan, { neighbours }: ReadinessFacts): Answer {
  if (neighbours.length === 0) return ok('Nothing else runs here')
  const told = `${listed(neighbours.slice(0, 5))}${neighbours.length > 5 ? ` and ${neighbours.length - 5} more` : ''}`
  if (!brief) return unknown(`Not looked at: ${told} run here too`)
  return brief.overlapsSeen
    ? ok(`Looked at: ${told}`)
    : caution(`${told} ${neighbours.length === 1 ? 'runs' : 'run'} here too`)
}
