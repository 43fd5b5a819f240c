import { type StageId } from '@/lib/kernel/id'
import { elapsedMs, instant, toMs, type Instant } from '@/lib/kernel/time'
import { type ExposedState, type Rollout } from './model'

/** A stage begins: people get its share, its soak clock starts at zero, and no verdict is about it yet. */
export function begin(rollout: Rollout, stageId: StageId, at: Instant): Rollout {
  const state = { kind: 'running', stageId, since: at } as const
  return { ...rollout, state, stageSince: at, enteredAt: at, declined: null }
}

const later = (at: Instant, ms: number): Instant => instant(toMs(at) + ms)

/**
 * Leaves `paused` or `stopped` for a state with the same stage. The soak clock stood still meanwhile, so it is moved on
 * by that time; `enteredAt` stays, since what analysis knew of the stage is still about it.
 */
export function undo(rollout: Rollout, at: Instant, to: ExposedState): Rollout {
  const { state, stageSince } = rollout
  if ((state.kind !== 'paused' && state.kind !== 'stopped') || !stageSince) {
    throw new Error(`nothing to resume in ${state.kind} (${rollout.id})`)
  }
  const ms = elapsedMs(state.at, at)
  const restored = to.kind === 'paused' ? { ...to, at: later(to.at, ms) } : to
  return { ...rollout, state: restored, stageSince: later(stageSince, ms) }
}
