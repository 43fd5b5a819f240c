import { findItem } from '@/lib/feedback/server/item-rows'
import { type Member } from '@/lib/kernel/actor'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'

/** The id of an item that an address names by id or by number (FB-1042). */
export async function knownItem(runtime: Runtime, actor: Member, idOrName: string): Promise<Outcome<FeedbackItemId>> {
  const found = await findItem(runtime.database.db, actor.workspaceId, idOrName)
  return found ? { ok: true, value: found.id } : refuse('not-found', 'This item does not exist here.')
}
