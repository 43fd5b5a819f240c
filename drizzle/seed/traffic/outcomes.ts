import { type Dice } from '../dice'
import { metrics } from '../harbor'
import { type SampleRollout } from '../story'
import { ACT } from './act'

/** A flag as it was served: `exposed` means that the person really got the new version. */
export type Served = { rollout: SampleRollout; exposed: boolean }
export type Outcome = { event: string; afterMs: number }
/** What is broken just now: the harm of the story, and that of the live act. */
export type World = { burns: boolean; acting: boolean }

const SOON_MS = { least: 20, most: 2000 }
/** A booking takes a moment; all are long done before the metric's window of ten minutes ends. */
const BOOKING_MS = { least: 2000, most: 30_000 }

/** What then happens to a person, and how long after they met the flags. Each metric's event comes at most once. */
export function outcomes(served: readonly Served[], world: World, random: Dice): Outcome[] {
  return metrics.flatMap(({ key, event, aggregation }) => {
    if (!random.chance(chanceOf(key, served, world))) return []
    const { least, most } = aggregation === 'proportion' ? BOOKING_MS : SOON_MS
    return [{ event, afterMs: least + random.int(most - least) }]
  })
}

/**
 * The story's chance of one metric's event. Who meets several flags has the usual baseline times what each new version
 * changes, so that one rollout's harm never looks like another's.
 */
export function chanceOf(metric: string, served: readonly Served[], { burns, acting }: World): number {
  let chance: number | null = null
  let ratio = 1
  for (const { rollout, exposed } of served) {
    const rate = rollout.rates[metric]
    if (!rate) continue
    chance ??= rate.baseline
    const isFailing = acting && rollout.flag === ACT.flag && metric === ACT.metric
    const usual = rate.since === undefined || burns ? rate.exposed : rate.baseline
    if (exposed) ratio *= (isFailing ? ACT.rate : usual) / rate.baseline
  }
  return Math.min(1, (chance ?? 0) * ratio)
}
