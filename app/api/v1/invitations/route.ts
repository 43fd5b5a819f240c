import { readInvitations } from '@/lib/governance/server/invitations'
import { invite } from '@/lib/governance/server/invite'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor, now }) => {
  const items = await readInvitations(runtime.database.db, actor.workspaceId, now)
  return { ok: true, value: { items, nextCursor: null } }
})

export const POST = restWrite(({ runtime, actor, body, options }) => invite(runtime, body, actor, options), {
  status: 201,
})
