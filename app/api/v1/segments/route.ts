import { createSegment } from '@/lib/flags/server/edit-segment'
import { listSegments } from '@/lib/flags/server/segment-reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listOf, pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  if (!page.ok) return page
  const { limit, cursor } = page.value
  const all = await listSegments(runtime.database.db, actor.workspaceId)
  const rows = all.filter(({ key }) => key > (cursor ?? '')).slice(0, limit + 1)
  return { ok: true, value: listOf(rows, limit, ({ key }) => key) }
})

export const POST = restWrite(({ run, body }) => run(createSegment, body), { status: 201 })
