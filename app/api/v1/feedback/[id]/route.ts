import { readItem } from '@/lib/feedback/server/reads'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead<{ id: string }>(({ runtime, actor, params }) => readItem(runtime, actor, params.id))
