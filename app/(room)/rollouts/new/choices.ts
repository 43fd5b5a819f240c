import { type Choices } from '@/components/rollouts/new/types'
import { type MetricView } from '@/lib/analysis/core/schema'
import { readMetrics } from '@/lib/analysis/server/metric-rows'
import { listPolicies } from '@/lib/analysis/server/policies'
import { listEnvironments } from '@/lib/flags/server/environments'
import { readSegments } from '@/lib/flags/server/flag-rows'
import { listFlags } from '@/lib/flags/server/reads'
import { type Member } from '@/lib/kernel/actor'
import { amount, measureOf, percent } from '@/lib/kernel/format'
import { type Runtime } from '@/lib/platform/runtime'

const FLAGS_MAX = 1000

/** Everything that a plan can be made of. */
export async function readChoices({ database: { db } }: Runtime, { workspaceId }: Member): Promise<Choices> {
  const [flags, environments, segments, metrics, policies] = await Promise.all([
    listFlags(db, workspaceId, { limit: FLAGS_MAX }),
    listEnvironments(db, workspaceId),
    readSegments(db, workspaceId),
    readMetrics(db, workspaceId),
    listPolicies(db, workspaceId),
  ])
  return {
    flags: flags.map(({ key, name, owner, variants, defaultVariant }) => ({
      key,
      name,
      owner,
      others: Object.keys(variants).filter((variant) => variant !== defaultVariant && variant !== 'control'),
    })),
    environments: environments.map(({ key, name }) => ({ key, name })),
    segments: segments.map(({ key, name }) => ({ key, name })),
    metrics: metrics
      .filter(({ archivedAt }) => archivedAt === null)
      .map((metric) => ({
        key: metric.key,
        name: metric.name,
        owner: metric.owner,
        limit: limitWords(metric),
        unit: isRate(metric) ? null : metric.unit,
      })),
    policies,
  }
}

const isRate = ({ aggregation }: MetricView): boolean => aggregation === 'first-event' || aggregation === 'proportion'

function limitWords(metric: MetricView): string {
  const { aggregation, harmLimit, unit, direction } = metric
  const better = direction === 'lower' ? 'lower is better' : 'higher is better'
  if (harmLimit === null) return `${better}, no harm limit: any harm counts`
  if (harmLimit.kind === 'relative')
    return `${better}, harm limit ${percent(harmLimit.value)} of the usual ${isRate(metric) ? 'rate' : 'level'}`
  const measure = measureOf(unit, harmLimit.value, isRate(metric) ? undefined : aggregation)
  return `${better}, harm limit ${amount(harmLimit.value, measure)} ${measure.suffix}`
}
