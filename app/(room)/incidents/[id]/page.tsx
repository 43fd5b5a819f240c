import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { IncidentScreen } from '@/components/incidents/incident-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { readIncidentView } from '@/lib/incidents/server/reads'
import { readIncidentTimeline } from '@/lib/incidents/server/timeline-reads'
import { paths } from '@/lib/kernel/paths'
import { refusedOf } from '../refused'
import * as actions from './actions'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).id.toUpperCase() }
}

export default async function IncidentPage({ params, searchParams }: Props) {
  const { id } = await params
  const { runtime, actor } = await signedIn(paths.incident(id))
  const view = await readIncidentView(runtime, actor, id)
  if (!view.ok) notFound()
  // The page stands without its timeline: what stops exposure needs none of it.
  const query = await searchParams
  const row = typeof query['row'] === 'string' ? query['row'] : null
  const linked = row && (await readIncidentTimeline(runtime, actor, id, { from: row, filter: 'everything' }))
  const timeline = linked && linked.ok ? linked : await readIncidentTimeline(runtime, actor, id)
  return (
    <IncidentScreen
      initial={view.value}
      timeline={timeline.ok ? timeline.value : null}
      actions={{ act: actions.act, post: actions.post }}
      linked={{ row: linked && linked.ok ? row : null, isGone: row !== null && !(linked && linked.ok) }}
      refused={refusedOf(query)}
    />
  )
}
