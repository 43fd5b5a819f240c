import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClusterScreen } from '@/components/feedback/clusters/cluster-screen'
import { readCluster } from '@/lib/feedback/server/cluster-reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { editClusterAction, mergeClustersAction } from './actions'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).id.toUpperCase() }
}

export default async function ClusterPage({ params }: Props) {
  const { id } = await params
  const { runtime, actor } = await signedIn(paths.cluster(id))
  const cluster = await readCluster(runtime, actor, id)
  if (!cluster.ok) notFound()
  return (
    <ClusterScreen
      initial={cluster.value}
      mayTriage={actorMay(actor, 'feedback.triage')}
      now={runtime.now()}
      actions={{ edit: editClusterAction, merge: mergeClustersAction }}
    />
  )
}
