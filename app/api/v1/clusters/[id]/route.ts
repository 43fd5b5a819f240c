import { readCluster } from '@/lib/feedback/server/cluster-reads'
import { editCluster } from '@/lib/feedback/server/clusters'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'
import { knownCluster } from '../known-cluster'

type Params = { id: string }

export const GET = restRead<Params>(({ runtime, actor, params }) => readCluster(runtime, actor, params.id))

export const PATCH = restWrite<Params>(async ({ runtime, actor, params, body, run }) => {
  const id = await knownCluster(runtime, actor, params.id)
  return id.ok ? run(editCluster, withMembers(body, { clusterId: id.value })) : id
})
