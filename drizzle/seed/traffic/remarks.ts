import { type Dice } from '../dice'
import { metrics } from '../harbor'
import { anything, complaint, type Said } from '../voices'
import { type Outcome, type Served } from './outcomes'

/**
 * Part of those who write about it: people whom a new version hurt, people to whom the usual happened, and anybody.
 * Twenty people a second then write about every forty seconds, and several times as often while something burns.
 */
export const WRITES = { hurt: 0.1, unlucky: 0.004, anybody: 0.0008 } as const

const eventOf = new Map(metrics.map(({ key, event }) => [key, event]))

/** What a person has to say after what they really met; null: nothing, as most. */
export function remark(served: readonly Served[], happened: readonly Outcome[], random: Dice): Said | null {
  // Nobody speaks of what they were not served: the house of the sample may be gone.
  if (served.length === 0) return null
  const failed = served.filter(({ rollout }) => hasFailed(rollout, happened))
  const hurt = failed.find(({ exposed }) => exposed)
  if (hurt && random.chance(WRITES.hurt)) return complaint(hurt.rollout.flag, random)
  if (failed.length > 0 && random.chance(WRITES.unlucky)) return anything(null, random)
  const has = served.find(({ exposed }) => exposed)
  return random.chance(WRITES.anybody) ? anything(has?.rollout.flag ?? null, random) : null
}

/** Something that the rollout's critical guardrails watch happened to them. */
const hasFailed = ({ guardrails }: Served['rollout'], happened: readonly Outcome[]): boolean =>
  guardrails.some(({ metric, critical }) => critical && happened.some(({ event }) => event === eventOf.get(metric)))
