import { ChangeState } from '@/lib/flags/core/change-request'
import { listChangeRequests } from '@/lib/flags/server/change-rows'
import { requestChange } from '@/lib/flags/server/request-change'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { listOf, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const state = ChangeState.optional().safeParse(query.get('state') ?? undefined)
  if (!state.success) {
    return refuse('invalid-input', `state is one of ${ChangeState.options.join(', ')}.`, { field: 'state' })
  }
  const { limit, cursor } = page.value
  const filter = { state: state.data, before: cursor ?? undefined, limit: limit + 1 }
  const rows = await listChangeRequests(runtime.database.db, actor.workspaceId, filter)
  return { ok: true, value: listOf(rows, limit, ({ id }) => id) }
})

export const POST = restWrite(({ run, body }) => run(requestChange, body), { status: 201 })
