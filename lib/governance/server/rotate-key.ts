import { and, eq } from 'drizzle-orm'
import { apiKey } from '@/drizzle/schema/governance'
import { type Actor } from '@/lib/kernel/actor'
import { type ApiKeyId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { elapsedMs, hours, plus, type Instant } from '@/lib/kernel/time'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { RotateKeyInput, type RotatedKey } from '../core/schema'
import { issueKey, mintKey } from './issue-key'

type Kept = Omit<RotatedKey, 'key'>
type Shown = { key: string | null; id: ApiKeyId | null }

/**
 * A new key for the same purpose; the old one works on for some hours, so that nothing stands still while it is
 * exchanged. The new key is in this answer alone.
 */
export async function rotateKey(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<RotatedKey>> {
  const shown: Shown = { key: null, id: null }
  const outcome = await runCommand(runtime, rotateVerb(shown), input, actor, options)
  if (!outcome.ok) return outcome
  return { ok: true, value: { ...outcome.value, key: outcome.value.id === shown.id ? shown.key : null } }
}

const rotateVerb = (shown: Shown) =>
  command<RotateKeyInput, Kept>({
    name: 'key.rotate',
    permission: 'key.edit',
    input: RotateKeyInput,
    async run({ tx, actor, now }, { keyId, overlapHours, expiresAt }) {
      const its = and(eq(apiKey.workspaceId, actor.workspaceId), eq(apiKey.id, keyId))
      const [old] = await tx.select().from(apiKey).where(its).for('update')
      if (!old) return refuse('not-found', 'There is no such key here.')
      if (old.revokedAt) return refuse('key-revoked', 'This key is revoked.', { remedy: 'Create a new one.' })
      if (old.expiresAt && elapsedMs(now, old.expiresAt) <= 0) {
        return refuse('key-expired', 'This key has expired.', { remedy: 'Create a new one.' })
      }
      if (expiresAt && elapsedMs(now, expiresAt) <= 0) {
        return refuse('already-expired', 'That moment is past.', { field: 'expiresAt' })
      }
      const key = mintKey(old.scope)
      const like = {
        name: old.name,
        scope: old.scope,
        role: old.role,
        ...(old.environmentId ? { environmentId: old.environmentId } : {}),
        ...(old.userId ? { userId: old.userId } : {}),
        ...(expiresAt ? { expiresAt } : {}),
      }
      const kept = await issueKey(tx, actor.workspaceId, like, key, now)
      await tx.update(apiKey).set({ rotatedFrom: keyId }).where(eq(apiKey.id, kept.id))
      const ends = earlier(plus(now, hours(overlapHours)), old.expiresAt)
      await tx
        .update(apiKey)
        .set(overlapHours === 0 ? { revokedAt: now } : { expiresAt: ends })
        .where(its)
      Object.assign(shown, { key, id: kept.id })
      const oldEndsAt = overlapHours === 0 ? now : ends
      return {
        ok: true,
        value: { ...kept, rotatedFrom: keyId, oldEndsAt },
        object: { kind: 'key', id: keyId },
        detail: { name: old.name, scope: old.scope, newKeyId: kept.id, hint: kept.hint, overlapHours, oldEndsAt },
      }
    },
  })

const earlier = (a: Instant, b: Instant | null): Instant => (b !== null && b < a ? b : a)
