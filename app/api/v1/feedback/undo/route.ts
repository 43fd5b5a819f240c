import { undoAct } from '@/lib/feedback/server/undo'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite(({ run, body }) => run(undoAct, body))
