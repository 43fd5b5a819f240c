import { readAudit } from '@/lib/governance/server/reads'
import { restRead } from '@/lib/governance/server/rest'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const objectId = query.get('object') ?? undefined
  const { limit } = page.value
  const filter = { objectId, before: before.value, limit: limit + 1 }
  const rows = await readAudit(runtime.database.db, actor.workspaceId, filter)
  return { ok: true, value: listOf(rows, limit, ({ position }) => String(position)) }
})
