import { and, eq, isNull } from 'drizzle-orm'
import { identity, invitation, membership, user } from '@/drizzle/schema/governance'
import { type Person } from '@/lib/kernel/actor'
import { type InvitationId, type SessionId, type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { type Role } from '@/lib/kernel/permissions'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command, runCommand } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { editMember, invitationState } from '../core/members'
import { type SsoRules } from '../core/settings-schema'
import { Claims, emailOf, newcomer, roleAfter } from '../core/sso'
import { visitorOf } from './accept-invitation'
import { lockMember } from './member-rows'
import { personOf } from './sessions'
import { type SsoConfig } from './sso-config'
import { startSession } from './start-session'

/**
 * Begins the session of somebody whom the provider vouches for. Known people are found by issuer and subject; others by
 * a verified e-mail, once, and become members when the rules or an invitation say so.
 */
export async function signInWithSso(
  runtime: Runtime,
  config: SsoConfig,
  claims: unknown,
  userAgent: string,
): Promise<Outcome<{ sessionId: SessionId; person: Person }>> {
  const admitted = await runCommand(runtime, admitVerb(config.rules), claims, visitorOf(config.workspaceId))
  if (!admitted.ok) return admitted
  const person = admitted.value
  const started = await runCommand(runtime, startSession, { userAgent: userAgent.slice(0, 500) }, person)
  return started.ok ? { ok: true, value: { sessionId: started.value.sessionId, person } } : started
}

const admitVerb = (rules: SsoRules) =>
  command<Claims, Person>({
    name: 'sso.admit',
    permission: 'workspace.read',
    input: Claims,
    async run({ tx, actor, now }, claims) {
      const { workspaceId } = actor
      const known = await findIdentity(tx, claims)
      const found = await findByEmail(tx, workspaceId, claims, now)
      let userId = known ?? found.userId
      const isMember = userId !== null && (await hasMembership(tx, workspaceId, userId))
      if (known === null || !isMember) {
        const { invited, email } = found
        const facts = { isMember, wasHere: known !== null, invitedAs: invited?.role ?? null, email }
        const may = newcomer(claims, rules, facts)
        if (!may.ok) return may
        userId ??= await addUser(tx, may.email, claims.name ?? may.email, now)
        if (!isMember) await join(tx, { workspaceId, userId, role: may.role, invited: found.invited }, now)
        await tx
          .insert(identity)
          .values({ issuer: claims.iss, subject: claims.sub, userId, createdAt: now })
          .onConflictDoNothing()
      }
      if (userId === null) return refuse('not-found', 'There is no such person.')
      const person = await withRole(tx, workspaceId, userId, claims, rules)
      if ('ok' in person) return person
      return {
        ok: true,
        value: person,
        object: { kind: 'member', id: userId },
        detail: { issuer: claims.iss, subject: claims.sub, role: person.role, isNew: !isMember },
        ...(isMember ? {} : { topics: [{ topic: 'members', id: userId, version: 1 }] }),
      }
    },
  })

type Found = { userId: UserId | null; email: string | null; invited: { id: InvitationId; role: Role } | null }

async function findIdentity(tx: Tx, { iss, sub }: Claims): Promise<UserId | null> {
  const its = and(eq(identity.issuer, iss), eq(identity.subject, sub))
  const [row] = await tx.select({ userId: identity.userId }).from(identity).where(its)
  return row?.userId ?? null
}

async function findByEmail(tx: Tx, workspaceId: WorkspaceId, claims: Claims, now: Instant): Promise<Found> {
  const email = emailOf(claims)
  if (email === null) return { userId: null, email, invited: null }
  const [who] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email))
  const its = and(eq(invitation.workspaceId, workspaceId), eq(invitation.email, email), isNull(invitation.revokedAt))
  const invitations = await tx.select().from(invitation).where(its).for('update')
  const open = invitations.find((one) => invitationState(one, now) === 'open')
  return { userId: who?.id ?? null, email, invited: open ? { id: open.id, role: open.role } : null }
}

async function hasMembership(tx: Tx, workspaceId: WorkspaceId, userId: UserId): Promise<boolean> {
  const its = and(eq(membership.workspaceId, workspaceId), eq(membership.userId, userId))
  return (await tx.select({ id: membership.userId }).from(membership).where(its)).length > 0
}

async function addUser(tx: Tx, email: string, name: string, now: Instant): Promise<UserId> {
  await tx
    .insert(user)
    .values({ id: newId('usr'), email, name, createdAt: now })
    .onConflictDoNothing({ target: user.email })
  const [row] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email))
  if (!row) throw new Error('a user was neither added nor found')
  return row.id
}

type Joining = { workspaceId: WorkspaceId; userId: UserId; role: Role; invited: Found['invited'] }

async function join(tx: Tx, { workspaceId, userId, role, invited }: Joining, now: Instant): Promise<void> {
  await tx
    .insert(membership)
    .values({ workspaceId, userId, role, disciplines: [], createdAt: now })
    .onConflictDoNothing()
  if (!invited) return
  await tx
    .update(invitation)
    .set({ acceptedAt: now, acceptedBy: userId })
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.id, invited.id)))
}

/** The member as they are after this sign-in. The last admin stays admin, whatever the provider says. */
async function withRole(
  tx: Tx,
  workspaceId: WorkspaceId,
  userId: UserId,
  claims: Claims,
  rules: SsoRules,
): Promise<Person | Refusal> {
  const found = await lockMember(tx, workspaceId, userId)
  if (!found) return refuse('not-found', 'There is no such member.')
  const { member } = found
  const wanted = roleAfter(claims, rules, member.role)
  if (typeof wanted !== 'string') return wanted
  const decided = editMember(member, { role: wanted }, found.admins)
  const role = decided.ok ? decided.role : member.role
  if (role !== member.role) {
    await tx
      .update(membership)
      .set({ role, version: member.version + 1 })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.userId, userId)))
  }
  const disciplines = [...member.disciplines]
  return personOf({ id: userId, name: member.name }, { workspaceId, role, disciplines }, 'web')
}
