import { share } from '@/lib/kernel/format'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { decided, type Decision } from './events'
import { decidedBy, isFrozen, type Facts } from './facts'
import { frozenUntil } from './gates'
import { staleRefusal } from './guards'
import { type PausedState, type Rollout, type StoppedState } from './model'
import { restRefusal } from './rest'
import { type VerbInput } from './schema'
import { shareOf } from './stages'
import { isHarmfulCode } from './verdicts'

/** How long one's own Pause or Stop exposure can be taken back. */
export const UNDO_MS = 10 * 60_000

/** Takes back one's own pause or stop while nothing else has changed; the only way up without gates (ux, rule 2). */
export function undo(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (state.kind === 'rolling-back') {
    const message = 'Roll back was confirmed and ends the rollout. Start a new one'
    return refuse('undo-roll-back', message, { remedy: 'Start a new rollout' })
  }
  if (state.kind !== 'paused' && state.kind !== 'stopped') return restRefusal('nothing-to-undo', rollout, facts)
  const refusal = undoRefusal(rollout, state, facts)
  if (refusal) return refusal
  const verb = state.kind === 'paused' ? 'pause' : 'stop'
  return decided({ kind: 'rollout.undone', verb, at: facts.now, by: decidedBy(facts.actor) })
}

function undoRefusal(rollout: Rollout, state: PausedState | StoppedState, facts: Facts): Refusal | null {
  const { now, actor, freeze } = facts
  const remedy = resumeRemedy(rollout)
  const no = (code: string, message: string) => refuse(code, message, { remedy })
  if (state.by.kind === 'policy') return no('undo-policy-acted', `${state.by.name} ${done(state)} it`)
  if (rollout.policyActedAt !== null && rollout.policyActedAt >= state.at) {
    return no('undo-policy-acted', `${rollout.policyKey} acted since`)
  }
  if (state.by.id !== actor.id)
    return no('undo-not-yours', `${state.by.name} ${done(state)} it, so only they can undo it`)
  // Accepted harm is harm; and a stop that answered it stays one, even when the evidence decays afterwards.
  const harmful = rollout.latched || (rollout.verdict !== null && isHarmfulCode(rollout.verdict.code))
  if (harmful || rollout.answered?.at === state.at) return no('undo-harmful', 'The verdict is harmful')
  if (rollout.version !== state.version) return no('undo-changed', 'Something else was decided since')
  if (elapsedMs(state.at, now) > UNDO_MS) return no('undo-expired', 'Undo was possible for 10 minutes')
  if (isFrozen(freeze, now)) return no('undo-frozen', frozenUntil(freeze, facts))
  return null
}

const done = (state: PausedState | StoppedState): string => (state.kind === 'paused' ? 'paused' : 'stopped')

/** "Resume… starts again at 1%" after a stop, "Resume…" after a pause. */
export function resumeRemedy(rollout: Rollout): string {
  const first = rollout.stages[0]
  if (rollout.state.kind !== 'stopped' || !first) return 'Resume…'
  return `Resume… starts again at ${share(shareOf(rollout, first) / 1000)}`
}
