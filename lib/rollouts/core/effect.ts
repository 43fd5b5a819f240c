import { sizeBand, sizeWords } from './evidence-sentences'
import { type Rollout } from './model'

/** The size that a rollout ended with: of its first goal, else of its first guardrail; empty where nothing was measured. */
export function effectOf({ verdict, goals }: Pick<Rollout, 'verdict' | 'goals'>): string {
  const metrics = verdict?.metrics ?? []
  const metric = metrics.find(({ key }) => key === goals[0]) ?? metrics[0]
  const size = metric && sizeWords(metric)
  return size ? `${metric.name}: ${size} ${sizeBand(metric)}`.trim() : ''
}
