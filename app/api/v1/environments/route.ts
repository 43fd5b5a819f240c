import { listEnvironments } from '@/lib/flags/server/environments'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => {
  const items = await listEnvironments(runtime.database.db, actor.workspaceId)
  return { ok: true, value: { items, nextCursor: null } }
})
