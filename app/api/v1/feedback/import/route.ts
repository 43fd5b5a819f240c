import { importCsv } from '@/lib/feedback/server/import-csv'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite(({ runtime, actor, body, options }) => importCsv(runtime, body, actor, options))
