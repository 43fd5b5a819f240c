import { type Dice } from '../dice'
import { rollouts, type SampleRollout } from '../story'
import { ACT } from './act'

export type Visit = {
  /** The rollouts whose flags this person meets, each once. */
  meets: SampleRollout[]
  /** Holds an app version that loses the exposures of a baseline (`lostBaseline` of the story). */
  oldApp: boolean
}

/** Out of ten visits: how many meet one flag, two, three. */
const FLAGS = [4, 4, 2] as const
/** The flag of the live act is met most: its evidence must come within seconds. */
const ACT_WEIGHT = 75

/** Number of people who arrive in `elapsedMs`; a clock that jumped counts for a second at most. */
export const arrivals = (random: Dice, perSecond: number, elapsedMs: number): number =>
  random.count((perSecond * Math.min(Math.max(elapsedMs, 0), 1000)) / 1000)

export function nextVisit(random: Dice): Visit {
  const turn = random.int(10)
  const flags = turn < FLAGS[0] ? 1 : turn < FLAGS[0] + FLAGS[1] ? 2 : 3
  const left = [...rollouts]
  const meets: SampleRollout[] = []
  for (let i = 0; i < flags; i += 1) {
    const [met] = left.splice(drawn(left, random), 1)
    if (met) meets.push(met)
  }
  const lost = Math.max(0, ...meets.map((rollout) => rollout.lostBaseline ?? 0))
  return { meets, oldApp: random.chance(lost) }
}

/** The story's own proportions, softened by a square root: no rollout starves at twenty people a second. */
const weightOf = ({ flag, arrivals: perMinute }: SampleRollout): number =>
  flag === ACT.flag ? ACT_WEIGHT : 5 * Math.sqrt(perMinute)

/** Index of one of these rollouts, drawn by weight. */
function drawn(from: readonly SampleRollout[], random: Dice): number {
  let rest = random.next() * from.reduce((sum, rollout) => sum + weightOf(rollout), 0)
  for (const [index, rollout] of from.entries()) {
    rest -= weightOf(rollout)
    if (rest < 0) return index
  }
  return from.length - 1
}
