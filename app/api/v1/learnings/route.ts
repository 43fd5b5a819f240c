import { restRead } from '@/lib/governance/server/rest'
import { numberCursor, pageOf } from '@/lib/platform/rest'
import { listLearnings } from '@/lib/rollouts/server/reads'

/** What earlier rollouts taught; `?q=` words that each must mention. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const q = (query.get('q') ?? '').slice(0, 200)
  const found = await listLearnings(runtime, actor, { q, limit: page.value.limit, before: before.value ?? null })
  if (!found.ok) return found
  const { items, next } = found.value
  return { ok: true, value: { items, nextCursor: next === null ? null : String(next) } }
})
