import { type RolloutId } from '@/lib/kernel/id'
import { type MetricEvidence, type Verdict } from '@/lib/rollouts/core/schema'
import { type Candidate } from './suspects'

type Evidence = Pick<Verdict, 'drivers' | 'metrics'>
type Compared = { id: RolloutId; verdict: Evidence | null }

/** Band of exposed / baseline harm: for a metric that should rise, the other way round. */
export function ratioOf({ baseline, baselineFrozen, difference, direction }: MetricEvidence): Candidate['ratio'] {
  const rate = baseline.rate ?? baselineFrozen
  if (!(rate > 0)) return null
  const at = (bound: number | null): number | null => {
    if (bound === null) return null
    const exposed = Math.max(1e-9, rate + bound)
    return direction === 'lower' ? exposed / rate : rate / exposed
  }
  const bounds = [at(difference.low), at(difference.high)]
  return direction === 'lower'
    ? { low: bounds[0] ?? null, high: bounds[1] ?? null }
    : { low: bounds[1] ?? null, high: bounds[0] ?? null }
}

/** What the incident is about: the metric that drives the verdict of its own rollout. Null: not known. @param about in order */
export function harmedMetric(about: readonly RolloutId[], rollouts: readonly Compared[]): string | null {
  const own = about.map((id) => rollouts.find((rollout) => rollout.id === id)).find((rollout) => rollout?.verdict)
  return own?.verdict?.drivers[0] ?? null
}

/**
 * How much worse people with a rollout fare in the harmed metric: harm of another kind is no reason to suspect it here.
 * While nobody knows the metric, in what is worst of its own. Null: not compared.
 */
export function contrastOf({ verdict }: Compared, harmed: string | null): Candidate['ratio'] {
  if (!verdict) return null
  const metric =
    harmed === null
      ? (verdict.metrics.find(({ key }) => key === verdict.drivers[0]) ?? worstGuardrail(verdict))
      : verdict.metrics.find(({ key }) => key === harmed)
  return metric ? ratioOf(metric) : null
}

const worstGuardrail = ({ metrics }: Evidence): MetricEvidence | undefined =>
  metrics.filter(({ role }) => role === 'guardrail').toSorted((a, b) => b.logEm - a.logEm)[0]
