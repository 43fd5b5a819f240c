import { listRoutingRules, saveRoutingRule } from '@/lib/feedback/server/routing-rules'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listed } from '../listed'

export const GET = restRead(async ({ runtime, actor }) => listed(await listRoutingRules(runtime, actor)))
export const POST = restWrite(({ run, body }) => run(saveRoutingRule, body), { status: 201 })
