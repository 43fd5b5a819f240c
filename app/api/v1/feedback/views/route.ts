import { listSavedViews } from '@/lib/feedback/server/reads'
import { saveView } from '@/lib/feedback/server/saved-views'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listed } from '../listed'

export const GET = restRead(async ({ runtime, actor }) => listed(await listSavedViews(runtime, actor)))
export const POST = restWrite(({ run, body }) => run(saveView, body), { status: 201 })
