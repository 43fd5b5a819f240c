import { and, eq, isNull, ne } from 'drizzle-orm'
import { passwordReset, session, user } from '@/drizzle/schema/governance'
import { type SessionId, type UserId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { command, runCommand } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { hashToken } from '@/lib/platform/secrets'
import { ResetPasswordInput, Token } from '../core/people-schema'
import { visitorOf } from './accept-invitation'
import { hashPassword } from './passwords'

const deadLink = refuse('reset-link-dead', 'This link was used, has expired or was replaced by a newer one.', {
  remedy: 'Ask for a new link.',
})

/** Whether a link still opens anything. */
export async function isResetLive(db: Db, token: string, now: Instant): Promise<boolean> {
  const row = await findReset(db, token)
  return row !== null && isLive(row, now)
}

/** Sets the password of whoever holds the link, which works once, and ends every session of theirs. */
export async function resetPassword(runtime: Runtime, input: unknown): Promise<Outcome<{ email: string }>> {
  const parsed = ResetPasswordInput.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    return refuse(
      'invalid-input',
      field === 'password' ? 'A password has at least 12 characters.' : 'This link is incomplete.',
      { field },
    )
  }
  const { token, password } = parsed.data
  const row = await findReset(runtime.database.db, token)
  if (!row || !isLive(row, runtime.now())) return deadLink
  // Hashed before anything is locked: it takes its time on purpose.
  return runCommand(runtime, resetVerb(await hashPassword(password)), { token }, visitorOf(row.workspaceId))
}

const resetVerb = (passwordHash: string) =>
  command<{ token: string }, { email: string }>({
    name: 'password.reset',
    permission: 'workspace.read',
    input: ResetPasswordInput.omit({ password: true }),
    async run({ tx, now }, { token }) {
      const [row] = await tx
        .select()
        .from(passwordReset)
        .where(eq(passwordReset.tokenHash, hashToken(token)))
        .for('update')
      if (!row || !isLive(row, now)) return deadLink
      await tx.update(passwordReset).set({ usedAt: now }).where(eq(passwordReset.id, row.id))
      const [who] = await tx.update(user).set({ passwordHash }).where(eq(user.id, row.userId)).returning()
      if (!who) return deadLink
      const sessions = await endSessions(tx, row.userId, now)
      return {
        ok: true,
        value: { email: who.email },
        object: { kind: 'person', id: row.userId },
        detail: { resetId: row.id, sessions },
      }
    },
  })

/** Signs a person out everywhere, in every workspace. @param keep the session that goes on */
export async function endSessions(tx: Tx, userId: UserId, now: Instant, keep?: SessionId): Promise<number> {
  const ended = await tx
    .update(session)
    .set({ revokedAt: now })
    .where(
      and(eq(session.userId, userId), isNull(session.revokedAt), keep === undefined ? undefined : ne(session.id, keep)),
    )
    .returning({ id: session.id })
  return ended.length
}

async function findReset(db: Db, token: string) {
  const parsed = Token.safeParse(token)
  if (!parsed.success) return null
  const [row] = await db
    .select()
    .from(passwordReset)
    .where(eq(passwordReset.tokenHash, hashToken(parsed.data)))
  return row ?? null
}

const isLive = (row: { usedAt: Instant | null; expiresAt: Instant }, now: Instant): boolean =>
  row.usedAt === null && elapsedMs(now, row.expiresAt) > 0
