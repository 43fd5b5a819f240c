import { share } from '@/lib/kernel/format'
import { assertNever } from '@/lib/kernel/result'
import { type Rollout } from './model'
import { shareOf, targetStage } from './stages'

/** The state in the words of the screens (ux §2.4). */
export function stateSentence(rollout: Rollout): string {
  const { state } = rollout
  switch (state.kind) {
    case 'draft':
      return 'Draft'
    case 'awaiting-approval': {
      const target = targetStage(rollout)
      if (state.from === null || !target) return 'Awaiting approval'
      return `Awaiting approval for ${share(shareOf(rollout, target) / 1000)}`
    }
    case 'running':
      return 'Running'
    case 'holding':
      return `Holding: ${state.because}`
    case 'paused':
      return `Paused by ${state.by.name}`
    case 'stopped':
      return 'Stopped at 0%'
    case 'rolling-back':
      return 'Rolling back'
    case 'rolled-back':
      return 'Rolled back'
    case 'finished':
      return 'Finished'
    case 'abandoned':
      return 'Abandoned'
    default:
      return assertNever(state)
  }
}
