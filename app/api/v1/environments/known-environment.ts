import { findEnvironment } from '@/lib/flags/server/environments'
import { type Member } from '@/lib/kernel/actor'
import { type EnvironmentId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'

/** The id of an environment that an address names by id or by key. */
export async function knownEnvironment(
  runtime: Runtime,
  actor: Member,
  idOrKey: string,
): Promise<Outcome<EnvironmentId>> {
  const found = await findEnvironment(runtime.database.db, actor.workspaceId, idOrKey)
  return found ? { ok: true, value: found.id } : refuse('not-found', 'There is no such environment here.')
}
