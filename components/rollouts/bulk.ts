import { type RolloutRow, type StateKind } from '@/lib/rollouts/core/schema'

const GOING: ReadonlySet<StateKind> = new Set(['running', 'holding'])

/** What Pause would change: it goes on now, or waits for approval between stages. */
export const pausable = ({ state, stage }: Pick<RolloutRow, 'state' | 'stage'>): boolean =>
  GOING.has(state) || (state === 'awaiting-approval' && stage > 0)

/** What nobody ever had. */
export const abandonable = ({ state, stage }: Pick<RolloutRow, 'state' | 'stage'>): boolean =>
  stage === 0 && (state === 'draft' || state === 'awaiting-approval')
