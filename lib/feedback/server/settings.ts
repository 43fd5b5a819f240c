import { readWorkspace } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'

export type WorkspaceFacts = { unitKey: Uint8Array; simulated: boolean }

const known = new WeakMap<Db, Map<WorkspaceId, WorkspaceFacts>>()

/** Unit key and clock of a workspace never change, so a process asks once. */
export async function workspaceFacts({ database: { db } }: Runtime, id: WorkspaceId): Promise<WorkspaceFacts | null> {
  const kept = known.get(db) ?? new Map<WorkspaceId, WorkspaceFacts>()
  known.set(db, kept)
  const found = kept.get(id)
  if (found) return found
  const row = await readWorkspace(db, id)
  if (!row) return null
  const facts = { unitKey: row.unitKey, simulated: row.clock === 'simulated' }
  kept.set(id, facts)
  return facts
}

/** When an item reached us; a workspace with a simulated clock lives at the items' own times. */
export const receivedAt = (facts: WorkspaceFacts, occurredMs: number | null, now: Instant): Instant =>
  facts.simulated && occurredMs !== null ? instant(occurredMs) : instant(toMs(now))
