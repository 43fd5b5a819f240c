import { createSource, listSources } from '@/lib/feedback/server/sources'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listed } from '../listed'

export const GET = restRead(async ({ runtime, actor }) => listed(await listSources(runtime, actor)))
export const POST = restWrite(({ runtime, actor, body, options }) => createSource(runtime, body, actor, options), {
  status: 201,
})
