import { createFlag } from '@/lib/flags/server/create-flag'
import { listFlags } from '@/lib/flags/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listOf, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const { limit, cursor } = page.value
  const rows = await listFlags(runtime.database.db, actor.workspaceId, { after: cursor ?? '', limit: limit + 1 })
  return { ok: true, value: listOf(rows, limit, ({ key }) => key) }
})

export const POST = restWrite(({ run, body }) => run(createFlag, body), { status: 201 })
