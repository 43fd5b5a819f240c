import { readAccessRequests, requestAccess } from '@/lib/governance/server/access-requests'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => {
  const items = await readAccessRequests(runtime.database.db, actor.workspaceId)
  return { ok: true, value: { items, nextCursor: null } }
})

export const POST = restWrite(({ body, run }) => run(requestAccess, body), { status: 201 })
