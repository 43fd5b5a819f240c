import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MetricScreen } from '@/components/analysis/metric-screen'
import { readMetricOverTime } from '@/lib/analysis/server/look-at-metric'
import { readVersions } from '@/lib/analysis/server/metric-rows'
import { readMetric } from '@/lib/analysis/server/reads'
import { mainEnvironment } from '@/lib/flags/core/lifecycle'
import { listEnvironments } from '@/lib/flags/server/environments'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { readMeasuring } from '@/lib/rollouts/server/measuring'
import { archiveMetricAction, unarchiveMetricAction } from '../actions'
import { readMarks } from '../marks'
import { whyNot } from '../rights'

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ env?: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) }
}

export default async function MetricPage({ params, searchParams }: Props) {
  const key = decodeURIComponent((await params).key)
  const { env } = await searchParams
  const { runtime, actor } = await signedIn(paths.metric(key, env))
  const { db } = runtime.database
  const { workspaceId } = actor
  const found = await readMetric(runtime, actor, key)
  if (!found.ok) notFound()
  const metric = found.value
  const [environments, users, versions] = await Promise.all([
    listEnvironments(db, workspaceId),
    readMeasuring(db, workspaceId, key),
    readVersions(db, workspaceId, metric.id),
  ])
  const place = environments.find((each) => each.key === env) ?? mainEnvironment(environments)
  const series = place ? await readMetricOverTime(runtime, actor, key, place.key) : null
  const events = place
    ? await readMarks(db, { workspaceId, environmentId: place.id, users, versions, now: runtime.now() })
    : []
  return (
    <MetricScreen
      metric={metric}
      users={users}
      versions={versions}
      series={series?.ok ? series.value : null}
      events={events}
      environments={environments.map(({ key: each, name }) => ({ key: each, name }))}
      environment={place?.key ?? ''}
      now={runtime.now()}
      why={whyNot(actor)}
      archive={archiveMetricAction}
      unarchive={unarchiveMetricAction}
    />
  )
}
