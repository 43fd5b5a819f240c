import { asc, eq } from 'drizzle-orm'
import { membership, user } from '@/drizzle/schema/governance'
import { type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { Email, NewPassword, type MemberView } from '../core/schema'
import { hashPassword } from './passwords'

export type NewMember = {
  workspaceId: WorkspaceId
  email: string
  name: string
  /** At least 12 characters. Throws when it or the e-mail has a wrong form. */
  password: string
  role: Role
  disciplines: Discipline[]
}

/** Adds a person to a workspace; somebody with this e-mail keeps name and password. */
export async function addMember(tx: Tx, member: NewMember, now: Instant): Promise<UserId> {
  const email = Email.parse(member.email)
  const passwordHash = await hashPassword(NewPassword.parse(member.password))
  await tx
    .insert(user)
    .values({ id: newId('usr'), email, name: member.name, passwordHash, createdAt: now })
    .onConflictDoNothing({ target: user.email })
  const [row] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email))
  if (!row) throw new Error('a user was neither added nor found')
  const { workspaceId, role, disciplines } = member
  await tx
    .insert(membership)
    .values({ workspaceId, userId: row.id, role, disciplines, createdAt: now })
    .onConflictDoUpdate({ target: [membership.workspaceId, membership.userId], set: { role, disciplines } })
  return row.id
}

export async function readMembers(db: Db | Tx, workspaceId: WorkspaceId): Promise<MemberView[]> {
  return db
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      role: membership.role,
      disciplines: membership.disciplines,
      version: membership.version,
      since: membership.createdAt,
    })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(eq(membership.workspaceId, workspaceId))
    .orderBy(asc(user.name), asc(user.id))
}
