import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClusterScreen } from '@/components/feedback/clusters/cluster-screen'
import { rightsOf } from '@/components/feedback/parts/rights'
import { readCluster } from '@/lib/feedback/server/cluster-reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { bulkAction, undoAction } from '../../actions'
import * as actions from './actions'

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
      rights={rightsOf((permission) => actorMay(actor, permission))}
      now={runtime.now()}
      actions={{
        edit: actions.editClusterAction,
        merge: actions.mergeClustersAction,
        unmerge: actions.unmergeClusterAction,
        split: actions.splitClusterAction,
        pin: actions.pinClusterAction,
        bulk: bulkAction,
        undo: undoAction,
      }}
    />
  )
}
