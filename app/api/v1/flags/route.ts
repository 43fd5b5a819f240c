import { createFlag } from '@/lib/flags/server/create-flag'
import { listFlags } from '@/lib/flags/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listOf, pageOf } from '@/lib/platform/rest'

const Q_MAX = 300

/** By key; `?q=` words of key, name, purpose or owner. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const { limit, cursor } = page.value
  const ask = { after: cursor ?? '', limit: limit + 1, q: (query.get('q') ?? '').slice(0, Q_MAX) }
  const rows = await listFlags(runtime.database.db, actor.workspaceId, ask)
  return { ok: true, value: listOf(rows, limit, ({ key }) => key) }
})

export const POST = restWrite(({ run, body }) => run(createFlag, body), { status: 201 })
