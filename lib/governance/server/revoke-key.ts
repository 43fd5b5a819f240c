import { and, eq } from 'drizzle-orm'
import { apiKey } from '@/drizzle/schema/governance'
import { type ApiKeyId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { RevokeKeyInput } from '../core/schema'

/** Ends a key; every process refuses it within five seconds. Said twice is done once. */
export const revokeKey = command<{ keyId: ApiKeyId }, { keyId: ApiKeyId; revokedAt: Instant }>({
  name: 'key.revoke',
  permission: 'key.edit',
  input: RevokeKeyInput,
  async run({ tx, actor, now }, { keyId }) {
    const its = and(eq(apiKey.workspaceId, actor.workspaceId), eq(apiKey.id, keyId))
    const [row] = await tx.select().from(apiKey).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such key here.')
    const revokedAt = row.revokedAt ?? now
    if (!row.revokedAt) await tx.update(apiKey).set({ revokedAt }).where(its)
    const { name, scope, hint } = row
    return {
      ok: true,
      value: { keyId, revokedAt },
      object: { kind: 'key', id: keyId },
      detail: { name, scope, hint, already: row.revokedAt !== null },
    }
  },
})
