import { listClusters } from '@/lib/feedback/server/cluster-reads'
import { restRead } from '@/lib/governance/server/rest'
import { pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  return page.ok ? listClusters(runtime, actor, query, page.value) : page
})
