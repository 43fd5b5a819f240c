import { bucketOf } from '@/lib/flags/core/bucket'
import { bucketingKey } from '@/lib/flags/core/compile-rules'
import { type EvidenceRecord, type TrackRecord } from '@/lib/telemetry/core/model'
import { type Dice } from './dice'
import { latencyMs, SLOW_MS } from './latency'
import { Sorted } from './quantile-test'
import { visitorsOf } from './visitors'
import { arrivalMs, DAY_MS, ENVIRONMENT, EVENT, FLAG, looksOf, MINUTE_MS, msOf, stageAt, type World } from './world'

/** People who came so far, and how many of them had the outcome at their first visit: what other tests count. */
export type Met = { exposed: number; control: number; exposedYes: number; controlYes: number; values: Values | null }
type Values = { exposed: Sorted; control: Sorted }
export type Arrival = { person: number; record: EvidenceRecord }
export type Traffic = { at: (look: number) => Arrival[]; met: Met }

/** What all visits of one look have in common. */
type Scene = { look: number; place: number; served: number; timeMs: number; rate: number }

const NO_ATTRIBUTES = {}

/**
 * What reaches the door, look by look: exposures, each in the arm of the bucket that the flag service computes, and
 * outcomes. `met` counts on.
 */
export function trafficOf(world: World, dice: Dice): Traffic {
  const isLatency = world.metric === 'latency'
  const salt = `${Math.floor(dice() * 4_294_967_296).toString(36)}.`
  const visitors = visitorsOf(world, dice)
  const outcomes = outcomesOf(world, dice)
  const later = new Map<number, Arrival[]>()
  const known = world.people === null ? null : new Set<number>()
  const met: Met = {
    exposed: 0,
    control: 0,
    exposedYes: 0,
    controlYes: 0,
    values: isLatency ? { exposed: new Sorted(), control: new Sorted() } : null,
  }

  const visit = (arrivals: Arrival[], scene: Scene, person: number): void => {
    const { look, place, timeMs } = scene
    const unit = `person ${person}`
    const arm = bucketOf(bucketingKey(salt, unit), 100_000) < scene.served ? 'exposed' : 'control'
    const record: EvidenceRecord = {
      kind: 'exposure',
      environmentId: ENVIRONMENT,
      unit,
      timeMs,
      arrivedMs: timeMs,
      attributes: NO_ATTRIBUTES,
      flag: FLAG,
      variant: arm === 'exposed' ? 'on' : 'control',
      revision: place,
      // Where the split is not the declared one, the hash would tell; the sender cannot be asked then.
      expectedArm: world.split === 1 ? arm : null,
    }
    arrivals.push({ person, record })
    if (met.values !== null) {
      const value = durationOf(world, arm === 'exposed', dice)
      met[arm] += 1
      met.values[arm].add(value)
      arrivals.push({ person, record: { ...eventAt(unit, timeMs), value } })
      return
    }
    const isHit = outcomes(person, arm === 'exposed' ? scene.rate * world.effect : scene.rate)
    if (known === null || !known.has(person)) {
      known?.add(person)
      met[arm] += 1
      if (isHit) met[`${arm}Yes`] += 1
    }
    if (!isHit) return
    const delay = world.delayHours === 0 ? 0 : Math.floor((dice() * world.delayHours * 60) / world.lookMinutes)
    const event = { person, record: eventAt(unit, timeMs + delay * world.lookMinutes * MINUTE_MS) }
    if (delay === 0) arrivals.push(event)
    else later.set(look + delay, [...(later.get(look + delay) ?? []), event])
  }

  const at = (look: number): Arrival[] => {
    const arrivals = later.get(look) ?? []
    later.delete(look)
    const scene = sceneAt(world, look)
    for (const person of visitors(look)) visit(arrivals, scene, person)
    return arrivals
  }
  return { at, met }
}

const eventAt = (unit: string, timeMs: number): TrackRecord => ({
  kind: 'track',
  environmentId: ENVIRONMENT,
  unit,
  timeMs,
  arrivedMs: timeMs,
  attributes: NO_ATTRIBUTES,
  name: EVENT,
  value: null,
})

/** How long a request of one arm takes. */
function durationOf({ slower, effect }: World, isExposed: boolean, dice: Dice): number {
  const usual = latencyMs(dice)
  return isExposed && (slower === 'all' || usual > SLOW_MS) ? usual * effect : usual
}

function sceneAt(world: World, look: number): Scene {
  const place = stageAt(world, look)
  const day = (msOf(world, look) - msOf(world, 0)) / DAY_MS
  const { outside } = world
  const isOutside = outside !== null && day >= outside.fromDay && day < outside.fromDay + outside.hours / 24
  const base = world.baseline * (1 + (world.drift - 1) * (look / looksOf(world)))
  return {
    look,
    place,
    served: (world.shares[place] ?? 0) * 1000 * world.split,
    timeMs: arrivalMs(world, look),
    rate: isOutside ? base * outside.times : base,
  }
}

/** Whether a visit has the outcome, at a rate that is for the average person. */
function outcomesOf({ people }: World, dice: Dice): (person: number, rate: number) => boolean {
  if (people === null) return (_, rate) => dice() < rate
  const kept = new Map<number, boolean>()
  const { unlucky, visits } = people
  const scale = (unlucky + 4) / 5
  return (person, rate) => {
    const before = kept.get(person)
    if (before !== undefined) return before
    const isHit = dice() < (rate * (person % 5 === 0 ? unlucky : 1)) / scale
    if (visits === 'each-stage') kept.set(person, isHit)
    return isHit
  }
}
