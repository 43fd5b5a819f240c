import { bulkTriage } from '@/lib/feedback/server/bulk'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite(({ run, body }) => run(bulkTriage, body))
