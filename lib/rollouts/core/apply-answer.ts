import { type RolloutEvent } from './events'
import { type Rollout } from './model'
import { isHarmfulCode } from './verdicts'

type Answer = Extract<
  RolloutEvent,
  {
    kind:
      | 'rollout.kept_paused'
      | 'risk.accepted'
      | 'rollout.resumed'
      | 'rollout.stopped'
      | 'rollout.rolling_back'
      | 'rollout.rolled_back'
      | 'rollout.started'
      | 'approval.requested'
  }
>

/**
 * A harmful verdict latches until a person answers it (statistics §7). What was answered is kept: harm that began later
 * or that another metric shows latches again.
 */
export function answer(rollout: Rollout, event: Answer): Rollout {
  const harmful = rollout.latched || (rollout.verdict !== null && isHarmfulCode(rollout.verdict.code))
  if (event.by.kind !== 'person' || !harmful) return rollout
  return { ...rollout, latched: false, answered: { at: event.at, drivers: rollout.verdict?.drivers ?? [] } }
}
