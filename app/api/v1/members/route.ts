import { readMembers } from '@/lib/governance/server/people'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => {
  const items = await readMembers(runtime.database.db, actor.workspaceId)
  return { ok: true, value: { items, nextCursor: null } }
})
