import { listTagRules, saveTagRule } from '@/lib/feedback/server/tag-rules'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listed } from '../listed'

export const GET = restRead(async ({ runtime, actor }) => listed(await listTagRules(runtime, actor)))
export const POST = restWrite(({ run, body }) => run(saveTagRule, body), { status: 201 })
