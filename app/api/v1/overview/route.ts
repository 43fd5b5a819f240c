import { readOverview } from '@/app/(room)/overview/read-overview'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor, query }) => ({
  ok: true,
  value: await readOverview(runtime, actor, query.get('since')),
}))
