import { restRead } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { readDeployment } from '@/lib/telemetry/server/deployment-reads'
import { openEnvironments } from '../with-environment'

/** One deployment with the commits it ships. */
export const GET = restRead<{ id: string }>(async ({ runtime, actor, params: { id } }) => {
  const found = await readDeployment(runtime.database.db, actor.workspaceId, id)
  if (!found) return refuse('not-found', 'There is no such deployment here.')
  const { named } = await openEnvironments(runtime, actor.workspaceId)
  return { ok: true, value: { deployment: named(found.view), commits: found.commits } }
})
