import { readChangeRequest } from '@/lib/flags/server/change-rows'
import { restRead } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'

export const GET = restRead<{ id: string }>(async ({ runtime, actor, params }) => {
  const value = await readChangeRequest(runtime.database.db, actor.workspaceId, params.id)
  return value ? { ok: true, value } : refuse('not-found', 'There is no such request here.')
})
