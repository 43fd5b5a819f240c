import { type Metadata } from 'next'
import { MetricsScreen } from '@/components/analysis/metrics-screen'
import { limitWords, metricSentence } from '@/lib/analysis/core/metric-words'
import { readMetrics } from '@/lib/analysis/server/metric-rows'
import { mainEnvironment } from '@/lib/flags/core/lifecycle'
import { listEnvironments } from '@/lib/flags/server/environments'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { countMeasuring } from '@/lib/rollouts/server/measuring'
import { readEventNames } from '@/lib/telemetry/server/event-names'
import { whyNot } from './rights'

export const metadata: Metadata = { title: 'Metrics' }

export default async function MetricsPage() {
  const { runtime, actor } = await signedIn(paths.metrics())
  const { db } = runtime.database
  const { workspaceId } = actor
  const now = runtime.now()
  const [metrics, used, environments] = await Promise.all([
    readMetrics(db, workspaceId),
    countMeasuring(db, workspaceId),
    listEnvironments(db, workspaceId),
  ])
  const main = mainEnvironment(environments)
  const heard = main ? await readEventNames(db, { workspaceId, environmentId: main.id }, now) : { events: [] }
  return (
    <MetricsScreen
      rows={metrics.map((metric) => ({
        key: metric.key,
        name: metric.name,
        sentence: metricSentence(metric),
        direction: metric.direction,
        limit: limitWords(metric, metric.harmLimit, metric.declaredRate),
        limited: metric.harmLimit !== null,
        owner: metric.owner,
        live: used.get(metric.key)?.live ?? 0,
        drafts: used.get(metric.key)?.drafts ?? 0,
        overdue: metric.reviewOn && metric.reviewOn < now.slice(0, 10) ? metric.reviewOn : null,
        archived: metric.archivedAt !== null,
      }))}
      heard={heard.events.map(({ name }) => name)}
      why={whyNot(actor)}
    />
  )
}
