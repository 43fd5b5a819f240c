import { replayNamed, type ReplayedDecision } from '@/lib/server/admin'
import { refused, type Answer, type Environment, type Options } from './answer'

/** Exit 0 when the stored deltas lead to the decision's verdict again, 1 when to another. */
export async function replay(environment: Environment, decision: string, { workspace }: Options): Promise<Answer> {
  const replayed = await replayNamed(environment, decision, workspace)
  if (!replayed.ok) return refused(replayed)
  const { value } = replayed
  return { code: value.same ? 0 : 1, text: sentence(value), data: value }
}

function sentence({ same, decision, stored, replayed, differs, ticks }: ReplayedDecision): string {
  const path = `${decision}: ${ticks} ${ticks === 1 ? 'tick' : 'ticks'} replayed`
  if (same) return `${path}; the same verdict, ${stored.code}, of ${stored.at}, to the last digit`
  return `${path}; ANOTHER verdict: ${replayed.code} instead of ${stored.code}. Different: ${differs.join(', ')}`
}
