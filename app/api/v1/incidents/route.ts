import { restRead, restWrite } from '@/lib/governance/server/rest'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { listIncidentRows } from '@/lib/incidents/server/reads'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'

/** The newest first; `?open=true` shows those that somebody has to look at. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const { limit } = page.value
  const open = query.get('open') === 'true' ? true : null
  const rows = await listIncidentRows(runtime, actor, { open, limit: limit + 1, before: before.value ?? null })
  return rows.ok ? { ok: true, value: listOf(rows.value, limit, ({ name }) => name.slice('INC-'.length)) } : rows
})

export const POST = restWrite(({ run, body }) => run(openIncident, body), { status: 201 })
