import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { listRolloutRows } from '@/lib/rollouts/server/reads'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const { limit } = page.value
  const rows = await listRolloutRows(runtime, actor, { limit: limit + 1, before: before.value ?? null })
  return rows.ok ? { ok: true, value: listOf(rows.value, limit, ({ name }) => name.slice('RO-'.length)) } : rows
})

export const POST = restWrite(({ run, body }) => run(createRollout, body), { status: 201 })
