import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { membership, session, user } from '@/drizzle/schema/governance'
import { type Person } from '@/lib/kernel/actor'
import { SessionId, type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs, hours, plus, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type SessionView } from '../core/schema'

/** A session ends when nobody used it for this long. */
export const SESSION_IDLE = hours(12)
/** Use is written down at most this often. */
const SEEN_EVERY_MS = 60_000

/** The person of a session that is neither revoked nor idle too long; null otherwise. Counts as use. */
export async function personOfSession(db: Db, id: string, now: Instant): Promise<Person | null> {
  const sessionId = SessionId.safeParse(id)
  if (!sessionId.success) return null
  const [row] = await db
    .select({ session, user, membership })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .innerJoin(membership, and(eq(membership.userId, session.userId), eq(membership.workspaceId, session.workspaceId)))
    .where(and(eq(session.id, sessionId.data), isNull(session.revokedAt), gt(session.expiresAt, now)))
  if (!row) return null
  if (elapsedMs(row.session.seenAt, now) > SEEN_EVERY_MS) {
    await db
      .update(session)
      .set({ seenAt: now, expiresAt: plus(now, SESSION_IDLE) })
      .where(and(eq(session.id, sessionId.data), isNull(session.revokedAt)))
  }
  return personOf(row.user, row.membership, 'web')
}

export function personOf(
  who: { id: UserId; name: string },
  member: Pick<typeof membership.$inferSelect, 'workspaceId' | 'role' | 'disciplines'>,
  via: Person['via'],
): Person {
  const { workspaceId, role, disciplines } = member
  return { kind: 'person', id: who.id, workspaceId, name: who.name, role, disciplines, via }
}

/** Live sessions in a workspace, of one person or of all, the newest use first. */
export async function readSessions(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  now: Instant,
  userId?: UserId,
): Promise<SessionView[]> {
  const rows = await db
    .select({ session, personId: user.id, personName: user.name })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(
      and(
        eq(session.workspaceId, workspaceId),
        userId === undefined ? undefined : eq(session.userId, userId),
        isNull(session.revokedAt),
        gt(session.expiresAt, now),
      ),
    )
    .orderBy(desc(session.seenAt))
    .limit(500)
  return rows.map(({ session: row, personId, personName }) => {
    const { id, createdAt, seenAt, expiresAt, userAgent } = row
    return { id, createdAt, seenAt, expiresAt, userAgent, person: { id: personId, name: personName } }
  })
}

/** How a session that is over ended; null when it never was. */
export async function howEnded(db: Db, id: string): Promise<'idle' | 'revoked' | null> {
  const sessionId = SessionId.safeParse(id)
  if (!sessionId.success) return null
  const [row] = await db.select({ revokedAt: session.revokedAt }).from(session).where(eq(session.id, sessionId.data))
  return row ? (row.revokedAt ? 'revoked' : 'idle') : null
}
