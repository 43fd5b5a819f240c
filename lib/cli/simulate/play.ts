import { createHash } from 'node:crypto'
import { evaluate } from '@/lib/analysis/core/evaluate'
import { LOG_20 } from '@/lib/analysis/core/facts'
import { judgeQuality } from '@/lib/analysis/core/quality'
import { openStage, startEngine } from '@/lib/analysis/core/stage'
import { type EngineState } from '@/lib/analysis/core/state'
import { step } from '@/lib/analysis/core/step'
import { instant } from '@/lib/kernel/time'
import { diceOf } from './dice'
import { isFoundByReference } from './growthbook'
import { isLongerByReference } from './quantile-test'
import { Shelves } from './shelves'
import { type Met, trafficOf } from './traffic'
import {
  arrivalMs,
  configOf,
  factsAt,
  looksOf,
  MINUTE_MS,
  msOf,
  openingOf,
  planOf,
  servedOf,
  stageAt,
  type World,
} from './world'

/** The functions that judge; tests pass broken ones, to see them caught. */
export type Engine = { start: typeof startEngine; open: typeof openStage; step: typeof step }
export const theEngine: Engine = { start: startEngine, open: openStage, step }

/** `harm`: Ē ≥ 20. `split`: E_srm ≥ 1000. `reference`: the sequential test that others run. */
export type Watched = 'harm' | 'split' | 'reference'
/** Who had come when a watched thing was first said; null: it never was. */
export type Seen = Record<Watched, Pick<Met, 'exposed' | 'control'> | null> & { end: Pick<Met, 'exposed' | 'control'> }
export type Repetition = { world: World; row: string; seed: number; repetition: number; watched: readonly Watched[] }

/**
 * Plays one world from the door to the verdict: ingest and window closing of telemetry's memory store, start, stages and
 * ticks of analysis. Ends when everything watched has been said.
 */
export function play({ world, row, seed, repetition, watched }: Repetition, engine = theEngine): Seen {
  const dice = diceOf(seed, row, repetition)
  const config = configOf(world, dice)
  const traffic = trafficOf(world, dice)
  const shelves = new Shelves(
    planOf(world, config),
    (_e, _f, revision) => servedOf(world, revision ?? 0),
    keptMs(world),
  )
  let state = engine.start(config, openingOf(world, 0, instant(msOf(world, 0))))
  const said: Omit<Seen, 'end'> = { harm: null, split: null, reference: null }
  const isOpen = (what: Watched): boolean => watched.includes(what) && said[what] === null

  for (let look = 0; look < looksOf(world) && watched.some(isOpen); look += 1) {
    const arrivals = traffic.at(look)
    if (isOpen('harm') || isOpen('split')) {
      const nowMs = msOf(world, look)
      const isNewStage = stageAt(world, look) !== state.stage.position
      if (isNewStage) state = engine.open(state, config, openingOf(world, stageAt(world, look), instant(nowMs)))
      const closed = shelves.close(nowMs, isNewStage)
      state = engine.step(state, [...closed, ...shelves.take(arrivals)], instant(arrivalMs(world, look)), config)
    }
    if (isOpen('harm') && state.latched.all >= LOG_20) said.harm = seenBy(traffic.met)
    if (isOpen('split') && judgeQuality(state, factsAt(state.at)).srm.level === 'alarm')
      said.split = seenBy(traffic.met)
    if (isOpen('reference') && isFound(traffic.met, world)) said.reference = seenBy(traffic.met)
  }
  if (watched.includes('harm')) checkVerdict(state, said.harm !== null)
  return { ...said, end: seenBy(traffic.met) }

  /** What the e-value says is what the verdict says. */
  function checkVerdict(last: EngineState, isHarmful: boolean): void {
    const { code, alsoHolds } = evaluate(last, config, factsAt(last.at), sha256)
    if ([code, ...alsoHolds].includes('harmful') !== isHarmful)
      throw new Error(`Repetition ${repetition} of ${row}: the verdict is ${code}, its e-value ${last.latched.all}.`)
  }
}

const isFound = (met: Met, { metric }: World): boolean =>
  met.values
    ? isLongerByReference(met.values.exposed, met.values.control)
    : isFoundByReference(met, metric === 'conversion' ? 'higher' : 'lower')

const seenBy = ({ exposed, control }: Met): Pick<Met, 'exposed' | 'control'> => ({ exposed, control })

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** People who come once are forgotten when nothing of theirs can count any more. */
export const keptMs = ({ people, windowHours, delayHours }: World): number | null =>
  people === null ? (windowHours + delayHours + 1) * 60 * MINUTE_MS : null
