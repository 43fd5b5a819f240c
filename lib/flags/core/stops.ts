import type { FlagTargeting } from './schema'

/** The stop that holds, if one does: the one set by hand on the flag before its rollout's. */
export function stopOf({ handStop, stopped }: Pick<FlagTargeting, 'handStop' | 'stopped'>): { variant: string } | null {
  return handStop ?? stopped
}
