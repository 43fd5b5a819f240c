import { orderRoutingRules } from '@/lib/feedback/server/routing-rules'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite(({ run, body }) => run(orderRoutingRules, body))
