import { and, eq, isNull } from 'drizzle-orm'
import { session } from '@/drizzle/schema/governance'
import { actorMay } from '@/lib/kernel/actor'
import { type SessionId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command, runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { RevokeSessionInput } from '../core/schema'
import { personOfSession } from './sessions'

/** Signs a browser out, wherever it is. People end their own sessions; admins anybody's. Said twice is done once. */
export const revokeSession = command<{ sessionId: SessionId }, { sessionId: SessionId; revokedAt: Instant }>({
  name: 'session.revoke',
  permission: 'session.revoke',
  input: RevokeSessionInput,
  async run({ tx, actor, now }, { sessionId }) {
    const its = and(eq(session.workspaceId, actor.workspaceId), eq(session.id, sessionId))
    const [row] = await tx.select().from(session).where(its).for('update')
    const isOwn = row?.userId === actor.id
    // Other people's sessions do not exist for those who may not end them.
    if (!row || !(isOwn || actorMay(actor, 'key.edit'))) return refuse('not-found', 'There is no such session here.')
    const revokedAt = row.revokedAt ?? now
    await tx
      .update(session)
      .set({ revokedAt })
      .where(and(its, isNull(session.revokedAt)))
    return {
      ok: true,
      value: { sessionId, revokedAt },
      object: { kind: 'session', id: sessionId },
      detail: { userId: row.userId, already: row.revokedAt !== null },
    }
  },
})

/** Sign-out: the session's own person ends it. Nothing to do when it is over already. */
export async function endSession(runtime: Runtime, sessionId: string): Promise<void> {
  const person = await personOfSession(runtime.database.db, sessionId, runtime.now())
  if (person) await runCommand(runtime, revokeSession, { sessionId }, person)
}
