import { type RolloutView, type Verb } from '@/lib/rollouts/core/schema'

/** Taking exposure away was declared to lose something, and people have or had it. */
export const losesSomething = (verb: Verb, { brief, startedAt }: Pick<RolloutView, 'brief' | 'startedAt'>): boolean =>
  (verb === 'stop' || verb === 'roll-back') && startedAt !== null && brief?.reversible === false
