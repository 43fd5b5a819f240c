import { assertNever } from '@/lib/kernel/result'
import { informationRate } from '@/lib/statistics/information'
import { chanceLimits, meanLimits, median } from './limits'
import { type Seen } from './play'
import { type Row } from './rows'
import { type World } from './world'

/** `so-far`: not missed, by fewer repetitions than the bar asks for. */
export type State = 'ok' | 'missed' | 'so-far'
export type Judged = {
  row: string
  says: string
  repetitions: number
  /** What was measured with its one-sided 95 % limit on the side of the bar. */
  measured: number
  limit95: number
  bar: number
  /** `faster` is at least its bar, the others are at most theirs. */
  unit: 'part' | 'times' | 'people' | 'faster'
  state: State
  note: string
}

const FALSE_ALARMS = { bar: 0.05, limit: 0.06, repetitions: 550 }
const FALSE_SPLITS = { bar: 0.001, repetitions: 3000 }
const PEOPLE = { bar: 1.7, meanBar: 1.45, repetitions: 100, lost: 0.05 }

/** Judges a row by its repetitions; rows made of others get theirs, in the order of `of`. */
export function judge(row: Row, seen: readonly (readonly Seen[])[], worlds: readonly World[]): Judged {
  const all = seen.flat()
  const base = { row: row.name, says: row.says, repetitions: all.length }
  switch (row.measure.kind) {
    case 'false-alarms':
      return { ...base, ...falseAlarms(all) }
    case 'false-splits':
      return { ...base, ...falseSplits(all) }
    case 'people-to-alarm':
      return { ...base, ...peopleToAlarm(all, worlds[0]) }
    case 'exposed-people':
      return { ...base, ...exposedPeople(all, row.measure.bar) }
    case 'people-to-split':
      return { ...base, ...peopleToSplit(all, worlds[0]) }
    case 'mean-of':
      return { ...base, ...meanOf(seen, worlds) }
    case 'faster-than-reference':
      return { ...base, ...fasterThanReference(seen, row.measure.bar) }
    default:
      return assertNever(row.measure)
  }
}

/** Few enough false alarms, but too few repetitions to be sure of it. */
export const isClose = ({ unit, state, measured, bar, limit95 }: Judged): boolean =>
  unit === 'part' && bar === FALSE_ALARMS.bar && state === 'missed' && measured <= bar && limit95 > FALSE_ALARMS.limit

type Found = Omit<Judged, 'row' | 'says' | 'repetitions'>

function falseAlarms(seen: readonly Seen[]): Found {
  const alarms = seen.filter(({ harm }) => harm !== null).length
  const { low, high } = chanceLimits(alarms, seen.length)
  const measured = alarms / seen.length
  const { bar, limit, repetitions } = FALSE_ALARMS
  const state = stateOf(seen.length >= repetitions, measured <= bar && high <= limit, low <= bar)
  return { measured, limit95: high, bar, unit: 'part', state, note: `${alarms} false alarms` }
}

function falseSplits(seen: readonly Seen[]): Found {
  const alarms = seen.filter(({ split }) => split !== null).length
  const { low, high } = chanceLimits(alarms, seen.length)
  const { bar, repetitions } = FALSE_SPLITS
  const measured = alarms / seen.length
  const state = stateOf(seen.length >= repetitions, measured <= bar, low <= bar)
  return { measured, limit95: high, bar, unit: 'part', state, note: `${alarms} false alarms` }
}

/** Who was exposed by the alarm; those in whom it was not found count with everyone who came. */
const exposedBy = (seen: readonly Seen[], what: 'harm' | 'reference'): number[] =>
  seen.map((one) => (one[what] ?? one.end).exposed)

/** Wald's limit on the mean number of exposed people at α = .05 [Wald45]. */
function waldLimit(world: World): number {
  const share = (world.shares[0] ?? 0) / 100
  return Math.log(20) / informationRate({ p1: world.baseline * world.effect, p0: world.baseline, share })
}

function peopleToAlarm(seen: readonly Seen[], world: World | undefined): Found {
  const wald = world ? waldLimit(world) : NaN
  const { mean, low, high } = meanLimits(exposedBy(seen, 'harm'))
  const reference = meanLimits(exposedBy(seen, 'reference')).mean
  const missing = seen.filter(({ harm }) => harm === null).length
  return {
    measured: mean / wald,
    limit95: high / wald,
    bar: PEOPLE.bar,
    unit: 'times',
    state: stateOf(isWhole(seen, 'harm'), mean / wald <= PEOPLE.bar, low / wald <= PEOPLE.bar),
    note: `${whole(mean)} exposed, limit ${whole(wald)}, reference test ${whole(reference)}${lost(missing)}`,
  }
}

function exposedPeople(seen: readonly Seen[], bar: number): Found {
  const { mean, low, high } = meanLimits(exposedBy(seen, 'harm'))
  const reference = meanLimits(exposedBy(seen, 'reference')).mean
  return {
    measured: mean,
    limit95: high,
    bar,
    unit: 'people',
    state: stateOf(isWhole(seen, 'harm'), mean <= bar, low <= bar),
    note: `reference test ${whole(reference)}${lost(seen.filter(({ harm }) => harm === null).length)}`,
  }
}

/** People of both arms until E_srm ≥ 1000, over ln 1000 / KL. */
function peopleToSplit(seen: readonly Seen[], world: World | undefined): Found {
  const said = (world?.shares[0] ?? 0) / 100
  const real = said * (world?.split ?? 1)
  const nats = real * Math.log(real / said) + (1 - real) * Math.log((1 - real) / (1 - said))
  const wald = Math.log(1000) / nats
  const people = seen.map(({ split, end }) => (split ?? end).exposed + (split ?? end).control)
  const { mean, low, high } = meanLimits(people)
  const missing = seen.filter(({ split }) => split === null).length
  return {
    measured: mean / wald,
    limit95: high / wald,
    bar: PEOPLE.bar,
    unit: 'times',
    state: stateOf(isWhole(seen, 'split'), mean / wald <= PEOPLE.bar, low / wald <= PEOPLE.bar),
    note: `${whole(mean)} people (median ${whole(median(people))}), limit ${whole(wald)}${lost(missing)}`,
  }
}

function meanOf(seen: readonly (readonly Seen[])[], worlds: readonly World[]): Found {
  const rows = seen.map((one, i) => peopleToAlarm(one, worlds[i]))
  const measured = rows.reduce((sum, row) => sum + row.measured, 0) / rows.length
  // Rows are independent, so their errors add as squares.
  const error = Math.sqrt(rows.reduce((sum, row) => sum + (row.limit95 - row.measured) ** 2, 0)) / rows.length
  const isEnough = seen.every((one) => isWhole(one, 'harm'))
  return {
    measured,
    limit95: measured + error,
    bar: PEOPLE.meanBar,
    unit: 'times',
    state: stateOf(isEnough, measured <= PEOPLE.meanBar, measured - error <= PEOPLE.meanBar),
    note: rows.map((row) => row.measured.toFixed(2)).join(', '),
  }
}

function fasterThanReference(seen: readonly (readonly Seen[])[], bar: number): Found {
  const rows = seen.map((one) => {
    const ours = meanLimits(exposedBy(one, 'harm'))
    const theirs = meanLimits(exposedBy(one, 'reference'))
    const times = theirs.mean / ours.mean
    return { times, error: times * Math.hypot(ours.high / ours.mean - 1, theirs.high / theirs.mean - 1) }
  })
  const measured = rows.reduce((sum, { times }) => sum + times, 0) / rows.length
  const error = Math.hypot(...rows.map((row) => row.error)) / rows.length
  const isEnough = seen.every((one) => isWhole(one, 'harm'))
  return {
    measured,
    limit95: measured - error,
    bar,
    unit: 'faster',
    state: stateOf(isEnough, measured >= bar, measured + error >= bar),
    note: rows.map(({ times }) => times.toFixed(2)).join(', '),
  }
}

/** A mean to which many were never found is only a least one. */
const isWhole = (seen: readonly Seen[], what: 'harm' | 'split'): boolean =>
  seen.length >= PEOPLE.repetitions && seen.filter((one) => one[what] === null).length <= PEOPLE.lost * seen.length

const stateOf = (isEnough: boolean, isWithin: boolean, isPossible: boolean): State =>
  isEnough ? (isWithin ? 'ok' : 'missed') : isPossible ? 'so-far' : 'missed'

const whole = (n: number): string => Math.round(n).toLocaleString('en')
const lost = (n: number): string => (n === 0 ? '' : `; not found in ${n}, so at least this`)
