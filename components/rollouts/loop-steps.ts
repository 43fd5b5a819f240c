import { plural, share } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { type DecisionView, type RolloutView } from '@/lib/rollouts/core/schema'
import { verdictWord } from '@/lib/rollouts/core/verdict-words'
import { VERB_WORDS } from './verb-order'

/** One link of the loop signal → decision → action → new signal. `at` is null while it is to come. */
export type LoopStep = { name: 'Signal' | 'Decision' | 'Action' | 'New signal'; text: string; at: Instant | null }

/** What led to the last decision, what it did, and what came of it (ux §2.4). */
export function loopSteps(rollout: RolloutView): LoopStep[] {
  const { verdict, lastDecision } = rollout
  const decided = lastDecision && lastDecision.verb !== 'create' && lastDecision.verb !== 'edit' ? lastDecision : null
  const saw = decided?.verdictCode ?? verdict?.code ?? null
  const seenAt = verdict && (!decided || verdict.since <= decided.at) ? verdict.since : (decided?.at ?? null)
  return [
    {
      name: 'Signal',
      text: saw === null ? 'none yet' : verdictWord(saw).word.toLowerCase(),
      at: saw === null ? null : seenAt,
    },
    { name: 'Decision', text: decided ? decisionWords(decided) : 'none needed yet', at: decided?.at ?? null },
    { name: 'Action', text: decided ? effectOf(rollout, decided) : `${share(rollout.weight)} have it`, at: null },
    { name: 'New signal', ...newSignal(rollout, decided) },
  ]
}

const decisionWords = ({ verb, by }: DecisionView): string => {
  const word = verb === 'confirm' || verb === 'create' || verb === 'edit' ? verb : VERB_WORDS[verb].toLowerCase()
  return `${word}, by ${by.kind === 'policy' ? `policy ${by.name}` : by.name}`
}

function effectOf(rollout: RolloutView, { verb }: DecisionView): string {
  const { propagation, weight } = rollout
  if (verb === 'stop' || verb === 'roll-back' || verb === 'confirm') {
    if (!propagation) return 'safe version for all'
    return `safe version for all; ${plural(propagation.confirmed, 'client', 'clients')} of ${propagation.seen} confirmed`
  }
  if (verb === 'pause' || verb === 'keep-paused') return `share stays at ${share(weight)}, nothing to propagate`
  return `share ${share(weight)}`
}

function newSignal(
  { verdict, recovery }: RolloutView,
  decided: DecisionView | null,
): { text: string; at: Instant | null } {
  // Once exposure is gone the comparison has ended; whether it helped shows in the plain counts.
  if (recovery)
    return { text: `${recovery.name.toLowerCase()} ${recovery.before} → ${recovery.now} a minute`, at: recovery.at }
  if (!verdict) return { text: 'due with the first exposures', at: null }
  if (!decided) return { text: 'watching', at: verdict.at }
  if (verdict.at <= decided.at) return { text: 'due with the next data', at: null }
  const same = verdict.code === decided.verdictCode
  return { text: `${same ? 'still ' : ''}${verdictWord(verdict.code).word.toLowerCase()}`, at: verdict.at }
}
