import { restRead } from '@/lib/governance/server/rest'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { instant, type Instant } from '@/lib/kernel/time'
import { listOf, pageOf } from '@/lib/platform/rest'
import { deploymentCursor, listDeployments, placeOfCursor } from '@/lib/telemetry/server/deployment-reads'
import { openEnvironments } from './with-environment'

/** Deployments, the newest first: `?environment=` (or `none`), `?service=`, `?from=` and `?to=`. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const { limit, cursor } = page.value
  const before = cursor === null ? null : placeOfCursor(cursor)
  if (cursor !== null && !before) {
    return refuse('invalid-input', 'This cursor was not given by a page before.', { field: 'cursor' })
  }
  const [from, to] = [momentOf(query, 'from'), momentOf(query, 'to')]
  if (!from.ok) return from
  if (!to.ok) return to
  const environments = await openEnvironments(runtime, actor.workspaceId)
  const asked = query.get('environment')
  const unmapped = asked === 'none'
  const environment = asked === null || unmapped ? null : environments.find(asked)
  if (asked !== null && !unmapped && !environment) {
    return refuse('not-found', `There is no environment ${asked.slice(0, 100)}.`, { field: 'environment' })
  }
  const wanted = {
    environmentId: environment?.id,
    unmapped,
    service: query.get('service') ?? undefined,
    from: from.value,
    to: to.value,
  }
  const rows = await listDeployments(runtime.database.db, actor.workspaceId, { ...wanted, before, limit: limit + 1 })
  const { items, nextCursor } = listOf(rows, limit, deploymentCursor)
  return { ok: true, value: { items: items.map(environments.named), nextCursor } }
})

/** A moment with its offset; undefined where the query has none. */
function momentOf(query: URLSearchParams, field: 'from' | 'to'): Outcome<Instant | undefined> {
  const text = query.get(field)
  if (text === null) return { ok: true, value: undefined }
  const ms = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(ms)) return { ok: true, value: instant(ms) }
  return refuse('invalid-input', `${field} is a moment such as 2026-12-17T02:14:00Z.`, { field })
}
