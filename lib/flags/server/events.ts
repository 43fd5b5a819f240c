import { type OpenedStratum } from './strata'

/** Other people come to a live rollout's rule than before; told inside that transaction. Analysis compares them apart. */
export const stratumOpened: { name: string; payload?: OpenedStratum } = { name: 'flag.stratum-opened' }
