import { createKey } from '@/lib/governance/server/create-key'
import { readKeys } from '@/lib/governance/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { findEnvironment } from '@/lib/flags/server/environments'
import { listOf, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const { limit, cursor } = page.value
  const rows = await readKeys(runtime.database.db, actor.workspaceId, cursor ?? '', limit + 1)
  return { ok: true, value: listOf(rows, limit, ({ id }) => id) }
})

const hasEnvironment = async (...which: Parameters<typeof findEnvironment>): Promise<boolean> =>
  (await findEnvironment(...which)) !== null

export const POST = restWrite(
  ({ runtime, actor, body, options }) => createKey(runtime, body, actor, { ...options, hasEnvironment }),
  { status: 201 },
)
