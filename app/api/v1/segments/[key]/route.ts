import { deleteSegment, editSegment } from '@/lib/flags/server/edit-segment'
import { readSegment } from '@/lib/flags/server/segment-reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'

type Params = { key: string }

export const GET = restRead<Params>(async ({ runtime, actor, params }) => {
  const value = await readSegment(runtime.database.db, actor.workspaceId, params.key)
  return value ? { ok: true, value } : refuse('not-found', 'This segment does not exist here.')
})

export const PATCH = restWrite<Params>(({ params, body, run }) =>
  run(editSegment, withMembers(body, { key: params.key })),
)

export const DELETE = restWrite<Params>(({ params, body, run }) =>
  run(deleteSegment, withMembers(body, { key: params.key })),
)
