import { editSla, readSla } from '@/lib/feedback/server/sla'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(({ runtime, actor }) => readSla(runtime, actor))
export const PATCH = restWrite(({ run, body }) => run(editSla, body))
