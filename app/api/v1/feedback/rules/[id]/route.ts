import { deleteTagRule } from '@/lib/feedback/server/tag-rules'
import { restWrite } from '@/lib/governance/server/rest'

export const DELETE = restWrite<{ id: string }>(({ run, params }) => run(deleteTagRule, { id: params.id }))
