import { type Metadata } from 'next'
import { newDraft } from '@/components/analysis/metric-draft'
import { MetricForm } from '@/components/analysis/metric-form'
import { STARTERS } from '@/lib/analysis/core/starters'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { createMetricAction, testMetricAction } from '../actions'
import { formFacts } from '../form-facts'
import { whyNot } from '../rights'

export const metadata: Metadata = { title: 'New metric' }

type Props = { searchParams: Promise<{ starter?: string }> }

export default async function NewMetricPage({ searchParams }: Props) {
  const { starter } = await searchParams
  const { runtime, actor } = await signedIn(paths.newMetric(starter))
  const from = STARTERS.find(({ key }) => key === starter) ?? null
  return (
    <MetricForm
      {...await formFacts(runtime, actor)}
      crumbs={[{ label: 'Metrics', href: paths.metrics() }, { label: 'New metric' }]}
      title={from ? `New metric: ${from.name}` : 'New metric'}
      initial={newDraft(from, actor.name)}
      edited={null}
      why={whyNot(actor)}
      save={createMetricAction}
      test={testMetricAction}
    />
  )
}
