import { deleteView } from '@/lib/feedback/server/saved-views'
import { restWrite } from '@/lib/governance/server/rest'

export const DELETE = restWrite<{ id: string }>(({ run, params }) => run(deleteView, { id: params.id }))
