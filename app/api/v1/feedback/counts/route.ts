import { countFeedback } from '@/lib/feedback/server/reads'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead(({ runtime, actor }) => countFeedback(runtime, actor))
