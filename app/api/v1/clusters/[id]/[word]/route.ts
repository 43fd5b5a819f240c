import { mergeClusters, pinCluster, splitCluster } from '@/lib/feedback/server/clusters'
import { unmergeCluster } from '@/lib/feedback/server/cluster-unmerge'
import { restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'
import { knownCluster } from '../../known-cluster'

type Params = { id: string; word: string }

/** What people do to a cluster: merge, take a merge back, split, pin. */
export const POST = restWrite<Params>(async ({ runtime, actor, params: { id, word }, body, run }) => {
  const cluster = await knownCluster(runtime, actor, id)
  if (!cluster.ok) return cluster
  const input = withMembers(body, { clusterId: cluster.value })
  if (word === 'merge') return run(mergeClusters, input)
  if (word === 'unmerge') return run(unmergeCluster, input)
  if (word === 'split') return run(splitCluster, input)
  if (word === 'pin') return run(pinCluster, input)
  return refuse('not-found', 'A cluster has merge, unmerge, split and pin.')
})
