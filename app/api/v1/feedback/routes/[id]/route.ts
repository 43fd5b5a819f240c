import { deleteRoutingRule } from '@/lib/feedback/server/routing-rules'
import { restWrite } from '@/lib/governance/server/rest'

export const DELETE = restWrite<{ id: string }>(({ run, params }) => run(deleteRoutingRule, { id: params.id }))
