import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { draftOf } from '@/components/analysis/metric-draft'
import { MetricForm } from '@/components/analysis/metric-form'
import { readMetric } from '@/lib/analysis/server/reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { readMeasuring } from '@/lib/rollouts/server/measuring'
import { editMetricAction, testMetricAction } from '../../actions'
import { formFacts } from '../../form-facts'
import { whyNot } from '../../rights'

export const metadata: Metadata = { title: 'Edit metric' }

type Props = { params: Promise<{ key: string }> }

export default async function EditMetricPage({ params }: Props) {
  const key = decodeURIComponent((await params).key)
  const { runtime, actor } = await signedIn(paths.editMetric(key))
  const found = await readMetric(runtime, actor, key)
  if (!found.ok) notFound()
  const metric = found.value
  const users = await readMeasuring(runtime.database.db, actor.workspaceId, key)
  return (
    <MetricForm
      {...await formFacts(runtime, actor)}
      crumbs={[
        { label: 'Metrics', href: paths.metrics() },
        { label: metric.name, href: paths.metric(key) },
        { label: 'Edit' },
      ]}
      title={`Edit ${metric.name}`}
      initial={draftOf(metric)}
      edited={{ metric, live: users.filter(({ state }) => state === 'live') }}
      why={metric.archivedAt ? 'The metric is archived. Bring it back first.' : whyNot(actor)}
      save={editMetricAction}
      test={testMetricAction}
    />
  )
}
