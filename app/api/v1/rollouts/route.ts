import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { listRolloutRows } from '@/lib/rollouts/server/list-rows'

const GROUPS = ['open', 'ended'] as const

/** Newest first; `?q=` words and operators (`owner:me state:paused`), `?group=` open or ended. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const asked = query.get('group')
  const group = GROUPS.find((one) => one === asked)
  if (asked !== null && group === undefined) {
    return refuse('invalid-input', 'A group is open or ended.', { field: 'group' })
  }
  const { limit } = page.value
  const ask = { group, q: query.get('q') ?? '', limit: limit + 1, before: before.value ?? null }
  const rows = await listRolloutRows(runtime, actor, ask)
  return rows.ok ? { ok: true, value: listOf(rows.value, limit, ({ name }) => name.slice('RO-'.length)) } : rows
})

export const POST = restWrite(({ run, body }) => run(createRollout, body), { status: 201 })
