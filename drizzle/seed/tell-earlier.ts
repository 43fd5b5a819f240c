import { openIncident } from '@/lib/incidents/server/open-incident'
import { tellTimeline } from '@/lib/incidents/server/tell-timeline'
import { type Person } from '@/lib/kernel/actor'
import { type RolloutId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { setCounter } from '@/lib/platform/counter'
import { type Runtime } from '@/lib/platform/runtime'
import { confirmRollback } from '@/lib/rollouts/server/confirm'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { writeReview } from '@/lib/rollouts/server/write-review'
import { work } from './aftermath'
import { showCopies } from './copies'
import { crowd } from './crowd'
import { dice, type Dice } from './dice'
import { type Earlier } from './earlier'
import { type EarlierIncident } from './earlier-incidents'
import { evaluatorNow, look } from './engine'
import { type House } from './house'
import { openPastIngest } from './ingest-past'
import { insist } from './insist'
import { type Deed } from './make-flags'
import { murmur } from './murmur'
import { type SampleRollout } from './story'

const MINUTE_MS = 60_000
const DAY_MIN = 1440
/** People who meet a flag in each stretch of its life; where a policy watches, in each minute. */
const PEOPLE = { stretch: 450, widened: 1500, minute: 60 }
/** A policy that watches sees the harm begin so long before the end, in strides of so many minutes. */
const WATCHED = { 'roll-back': 75, pause: 48, strideMin: 3 }
/** Clients hear of a roll back at once; it is confirmed soon after, and the review is written half a day later. */
const HEARD_MS = 5000
const REVIEWED_DAYS = 0.4
/** Some take a day longer. */
const reviewedAfter = ({ number }: Earlier): number => REVIEWED_DAYS + (number % 7) * 0.13
/** Half of the people have it for a whole day before everybody gets it. */
const WIDENED_DAYS = 1.05
/** Hours after which whoever finishes gives up. */
const FINISH_TRIES = 6

const back = 'Stop exposure: everyone is back on the old version within seconds.'
const STAGES = [
  { weight: 10, minSoak: 'PT1H', margin: 100, minUnits: 10 },
  { weight: 50, minSoak: 'PT1H', margin: 100, minUnits: 10 },
]
const WATCHED_STAGES = [{ weight: 25, minSoak: 'PT4H' }]

/** What the earlier rollouts lived through, as deeds among those of the flags: by commands, ingest, engine and policy. */
export async function earlierDeeds(
  runtime: Runtime,
  house: House,
  seed: number,
  rollouts: readonly Earlier[],
): Promise<{ deeds: Deed[]; ids: ReadonlyMap<number, RolloutId> }> {
  const { workspaceId, actors, productionKey } = house
  const ids = new Map<number, RolloutId>()
  const ingest = await openPastIngest(runtime, house, 'earlier')

  const chances = new Map<number, Dice>()
  /** Each has chance of its own, so that what is told of one changes nothing of another. */
  const chanceOf = ({ number }: Earlier): Dice => {
    const random = chances.get(number) ?? dice(seed + number)
    chances.set(number, random)
    return random
  }
  const person = (key: string): Person => {
    const found = actors[key]
    if (!found) throw new Error(`nobody is called ${key}`)
    return found
  }
  const idOf = ({ number }: Earlier): RolloutId => {
    const id = ids.get(number)
    if (!id) throw new Error(`RO-${number} lives before it exists`)
    return id
  }
  const create = async (one: Earlier, at: Instant) => {
    await runtime.database.db.transaction((tx) => setCounter(tx, workspaceId, 'rollout', one.number - 1))
    const { flag, hypothesis, policy = 'careful', errors, policyDoes } = one
    const guardrails = [{ metric: errors, critical: true }, { metric: 'slow_pages' }]
    const stages = policyDoes ? WATCHED_STAGES : STAGES
    const plan = { flag, environment: productionKey, hypothesis, rollbackPlan: back, policy, stages, guardrails }
    ids.set(one.number, insist(await runCommand(runtime, createRollout, plan, person(one.author), { now: at })).id)
  }
  const decide = async (one: Earlier, verb: 'start' | 'advance' | 'finish' | 'roll-back' | 'abandon', at: Instant) => {
    const actor = person(one.author)
    const view = insist(await readRolloutView({ ...runtime, now: () => at }, actor, idOf(one)))
    if (verb === 'roll-back' && (view.state === 'rolling-back' || view.state === 'rolled-back')) return true
    const note = verb === 'start' ? 'Ready.' : verb === 'advance' ? 'First people are fine.' : one.note
    const input = { rolloutId: idOf(one), expectedVersion: view.version, note }
    const outcome = await runCommand(runtime, rolloutVerbs[verb], input, actor, { now: at })
    if (verb === 'finish' && !outcome.ok && outcome.code === 'gates-not-met') return false
    insist(outcome)
    return true
  }
  const start = async (one: Earlier, at: Instant) => {
    const evaluator = await evaluatorNow(runtime, house)
    await ingest(murmur(one.flag, [one.errors, 'slow_pages'], evaluator, chanceOf(one), at))
    await decide(one, 'start', at)
  }
  /** People come for some minutes, some of them are harmed, and the engine looks. */
  const live = async (one: Earlier, at: Instant, lengthMin: number, people: number, isHarmed: boolean) => {
    const arrivals = people / lengthMin
    const met: Pick<SampleRollout, 'flag' | 'arrivals' | 'rates'> = { flag: one.flag, arrivals, rates: ratesOf(one) }
    const span = { fromMs: Date.parse(at), lengthMs: lengthMin * MINUTE_MS, minute: isHarmed ? 0 : 2, crowdedness: 1 }
    await ingest(crowd(met, await evaluatorNow(runtime, house), chanceOf(one), span))
    await look(runtime, house, instant(span.fromMs + span.lengthMs))
  }
  /** Who has it differs from workspace to workspace: where a gate is not met yet, more people come. */
  const finish = async (one: Earlier, at: Instant) => {
    for (let hour = 0; hour < FINISH_TRIES; hour += 1) {
      const then = instant(Date.parse(at) + hour * 60 * MINUTE_MS)
      if (await decide(one, 'finish', then)) return
      await live(one, instant(Date.parse(then) + MINUTE_MS), 55, PEOPLE.widened, true)
    }
    throw new Error(`RO-${one.number} never meets its gates`)
  }
  const review = async (one: Earlier, at: Instant) => {
    if (!one.review) return
    const input = { rolloutId: idOf(one), expectedVersion: 0, expected: one.hypothesis, ...one.review }
    insist(await runCommand(runtime, writeReview, input, person(one.author), { now: at }))
  }
  const confirm = async (one: Earlier, at: Instant) => {
    await showCopies(runtime, house, await evaluatorNow(runtime, house), at)
    await confirmRollback(
      { ...runtime, now: () => instant(Date.parse(at) + HEARD_MS) },
      { workspaceId, rolloutId: idOf(one) },
    )
  }

  const deeds = rollouts.flatMap((one): Deed[] => {
    const { from, to, end } = one
    const begin: Deed[] = [{ daysAgo: from + 0.02, act: (at) => create(one, at) }]
    if (end === 'abandoned')
      return [...begin, { daysAgo: to, act: async (at) => void (await decide(one, 'abandon', at)) }]
    begin.push({ daysAgo: from, act: (at) => start(one, at) })
    const after: Deed[] = [{ daysAgo: to - reviewedAfter(one), act: (at) => review(one, at) }]
    const middle = (from + to) / 2
    const widened = to + WIDENED_DAYS
    const half = (middle - to) * DAY_MIN
    const stretch = (daysAgo: number, lengthMin: number, people = PEOPLE.stretch): Deed => ({
      daysAgo,
      act: (at) => live(one, at, lengthMin, people, one.policyDoes === undefined),
    })
    if (one.policyDoes) {
      const watchedMin = WATCHED[one.policyDoes]
      const strides = Math.ceil(watchedMin / WATCHED.strideMin)
      const { strideMin } = WATCHED
      return [
        ...begin,
        stretch(from, (from - to) * DAY_MIN - watchedMin - strideMin),
        ...Array.from({ length: strides }, (_, i): Deed => ({
          daysAgo: to + (watchedMin - i * strideMin) / DAY_MIN,
          act: (at) => live(one, at, strideMin, PEOPLE.minute * strideMin, true),
        })),
        { daysAgo: to, act: async (at) => void (await decide(one, 'roll-back', at)) },
        { daysAgo: to, act: (at) => confirm(one, at) },
        ...after,
      ]
    }
    if (end === 'rolled-back') {
      return [
        ...begin,
        stretch(from, half),
        stretch(middle, half - 1),
        { daysAgo: to, act: async (at) => void (await decide(one, 'roll-back', at)) },
        { daysAgo: to, act: (at) => confirm(one, at) },
        ...after,
      ]
    }
    return [
      ...begin,
      stretch(from, (from - widened) * DAY_MIN - 1),
      { daysAgo: widened, act: async (at) => void (await decide(one, 'advance', at)) },
      stretch(widened - 1 / DAY_MIN, (widened - to) * DAY_MIN - 2, PEOPLE.widened),
      { daysAgo: to, act: (at) => finish(one, at) },
      ...after,
    ]
  })
  return { deeds, ids }
}

const usual = { search_errors: 0.01, payment_errors: 0.003, seat_errors: 0.005, profile_errors: 0.01, slow_pages: 0.04 }

/** Harm begins when the span says so: before, both have the rate of the baseline. */
function ratesOf({ errors, rates, end }: Earlier): SampleRollout['rates'] {
  const all = Object.entries(usual).filter(([metric]) => metric === errors || metric === 'slow_pages')
  // What went on to everybody did a little good.
  const better = end === 'finished' ? 0.3 : 1
  const even = Object.fromEntries(all.map(([metric, rate]) => [metric, { baseline: rate, exposed: better * rate }]))
  const told = Object.entries(rates ?? {}).map(([metric, rate]) => [metric, { ...rate, since: 1 }])
  // Everybody books as usual: what people did before is read when the next rollout of the flag starts.
  return { ...even, booking_completed: { baseline: 0.1, exposed: 0.1 }, ...Object.fromEntries(told) }
}

/** What people did about the earlier incidents, as deeds; those that a policy opened are there when it acted. */
export function earlierIncidentDeeds(
  runtime: Runtime,
  house: House,
  incidents: readonly EarlierIncident[],
  ids: ReadonlyMap<number, RolloutId>,
): Deed[] {
  const { actors, productionKey: environment } = house
  return incidents.flatMap(({ number, days, opened, told, rollouts, steps }): Deed[] => {
    const deeds: Deed[] = []
    if (told) {
      const { minBefore, ...what } = told
      const act = async (at: Instant) => {
        const input = { ...what, environment, data: { sample: true } }
        insist(await runCommand(runtime, tellTimeline, input, actors['priya'] ?? nobody(number), { now: at }))
      }
      deeds.push({ daysAgo: days + minBefore / DAY_MIN, act })
    }
    if (opened) {
      const { who, impactMin, ...what } = opened
      const act = async (at: Instant) => {
        const impactStartedAt = instant(Date.parse(at) - impactMin * MINUTE_MS)
        const [first, ...others] = rollouts.map((one) => ids.get(one) ?? nobody(number))
        const input = { ...what, environment, rollout: first, impactStartedAt }
        insist(await runCommand(runtime, openIncident, input, actors[who] ?? nobody(number), { now: at }))
        for (const rollout of others) await work(runtime, house, who, 'link-rollout', () => ({ rollout }), at)
      }
      deeds.push({ daysAgo: days, act })
    }
    const worked = steps.map(({ after, who, verb, input }): Deed => ({
      daysAgo: days - after / DAY_MIN,
      act: (at) => work(runtime, house, who, verb, input, at, ids.get(rollouts[0] ?? 0)),
    }))
    return [...deeds, ...worked]
  })
}

function nobody(number: number): never {
  throw new Error(`INC-${number} is told of somebody or something that is not there`)
}
