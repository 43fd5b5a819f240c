import { auditFilterOf } from '@/lib/governance/server/audit-filter'
import { readAudit } from '@/lib/governance/server/read-audit'
import { restRead } from '@/lib/governance/server/rest'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const filter = auditFilterOf(query)
  if (!filter.ok) return filter
  const { limit } = page.value
  const rows = await readAudit(runtime.database.db, actor.workspaceId, {
    ...filter.value,
    before: before.value,
    limit: limit + 1,
  })
  return { ok: true, value: listOf(rows, limit, ({ position }) => String(position)) }
})
