import { findCluster } from '@/lib/feedback/server/cluster-rows'
import { type Member } from '@/lib/kernel/actor'
import { type ClusterId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'

/** The id of a cluster that an address names by id or by number (CL-31). */
export async function knownCluster(runtime: Runtime, actor: Member, idOrName: string): Promise<Outcome<ClusterId>> {
  const found = await findCluster(runtime.database.db, actor.workspaceId, idOrName)
  return found ? { ok: true, value: found.id } : refuse('not-found', 'This cluster does not exist here.')
}
