import { readStartView, setStartView } from '@/lib/feedback/server/start-view'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(({ runtime, actor }) => readStartView(runtime, actor))
export const POST = restWrite(({ run, body }) => run(setStartView, body))
