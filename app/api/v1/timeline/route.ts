import { readTimelinePage } from '@/lib/governance/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { tellTimeline } from '@/lib/incidents/server/tell-timeline'
import { listOf, numberCursor, pageOf } from '@/lib/platform/rest'
import { findRollout } from '@/lib/rollouts/server/rollout-rows'
import { refuse } from '@/lib/kernel/result'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const before = numberCursor(page.value.cursor)
  if (!before.ok) return before
  const { db } = runtime.database
  const name = query.get('rollout')
  const found = name === null ? null : await findRollout(db, actor.workspaceId, name)
  if (name !== null && !found) return refuse('not-found', 'This rollout does not exist here.', { field: 'rollout' })
  const { limit } = page.value
  const filter = { rolloutId: found?.rollout.id, before: before.value, limit: limit + 1 }
  const rows = await readTimelinePage(db, actor.workspaceId, filter)
  return { ok: true, value: listOf(rows, limit, ({ seq }) => String(seq)) }
})

/** What pipelines and programs tell every timeline: deploys, changes of configuration, posts of others, notes. */
export const POST = restWrite(({ run, body }) => run(tellTimeline, body), { status: 201 })
