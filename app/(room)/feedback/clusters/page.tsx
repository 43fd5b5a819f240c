import { type Metadata } from 'next'
import { ClustersScreen } from '@/components/feedback/clusters/clusters-screen'
import { listClusters } from '@/lib/feedback/server/cluster-reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'

export const metadata: Metadata = { title: 'Clusters' }

export default async function ClustersPage() {
  const { runtime, actor } = await signedIn(paths.clusters())
  const clusters = await listClusters(runtime, actor, new URLSearchParams(), { limit: 100 })
  return <ClustersScreen initial={clusters.ok ? clusters.value.items : []} now={runtime.now()} />
}
