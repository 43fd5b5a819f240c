import { and, asc, eq } from 'drizzle-orm'
import { membership, user } from '@/drizzle/schema/governance'
import { type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { type Membership } from '../core/members'

export type MemberRow = Membership & { name: string; email: string }

/**
 * A member and all admins, locked: two admins who demote each other at once wait, and the second meets the refusal.
 * The admins are locked first and in one order, so that nobody waits in a circle.
 */
export async function lockMember(
  tx: Tx,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<{ member: MemberRow; admins: UserId[] } | null> {
  const admins = await tx
    .select({ userId: membership.userId })
    .from(membership)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.role, 'admin')))
    .orderBy(asc(membership.userId))
    .for('update')
  const [member] = await tx
    .select({
      userId: membership.userId,
      role: membership.role,
      disciplines: membership.disciplines,
      version: membership.version,
      name: user.name,
      email: user.email,
    })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.userId, userId)))
    .for('update', { of: membership })
  return member ? { member, admins: admins.map((admin) => admin.userId) } : null
}
