import { and, eq } from 'drizzle-orm'
import { invitation, membership, user } from '@/drizzle/schema/governance'
import { type Actor } from '@/lib/kernel/actor'
import { type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { hashToken } from '@/lib/platform/secrets'
import { mayAccept } from '../core/members'
import { AcceptInvitationInput } from '../core/people-schema'
import { NewPassword } from '../core/schema'
import { findInvitation } from './invitations'
import { hashPassword } from './passwords'
import { checkPassword, type SignInFrom } from './sign-in'

type Accepted = { userId: UserId; email: string }

/**
 * Makes whoever holds the link a member: somebody new with the name and password that they choose, somebody known here
 * with the password they have. The link works once, also when two use it at the same moment.
 */
export async function acceptInvitation(runtime: Runtime, input: unknown, from: SignInFrom): Promise<Outcome<Accepted>> {
  const parsed = AcceptInvitationInput.safeParse(input)
  if (!parsed.success) return invalid(parsed.error.issues[0])
  const { token, email, password } = parsed.data
  const found = await findInvitation(runtime.database.db, token, runtime.now())
  if (!found) return refuse('not-found', 'There is no such invitation.', { remedy: 'Check that the link is whole.' })
  const known = await findUser(runtime, email)
  if (known) {
    const checked = await checkPassword(runtime, { email, password, storedHash: known.passwordHash }, from)
    if (!checked.ok) return checked
  } else {
    const fit = NewPassword.safeParse(password)
    if (!fit.success) return invalid({ message: 'A password has at least 12 characters.', path: ['password'] })
  }
  const passwordHash = known ? null : await hashPassword(password)
  const { name = email, ...rest } = parsed.data
  return runCommand(
    runtime,
    acceptVerb({ knownId: known?.id ?? null, passwordHash }),
    { token: rest.token, email, name },
    visitorOf(found.workspaceId),
  )
}

const invalid = (issue: { message: string; path: readonly PropertyKey[] } | undefined) =>
  refuse('invalid-input', issue?.message ?? 'The input has a wrong form.', { field: issue?.path.join('.') ?? '' })

/** Nobody is signed in yet: the house itself acts on the strength of the link, and the row says for whom. */
export const visitorOf = (workspaceId: WorkspaceId): Actor => ({
  kind: 'system',
  id: 'system',
  workspaceId,
  name: 'Soundings',
})

async function findUser(runtime: Runtime, email: string) {
  const [row] = await runtime.database.db
    .select({ id: user.id, passwordHash: user.passwordHash })
    .from(user)
    .where(eq(user.email, email))
  return row ?? null
}

const AcceptInput = AcceptInvitationInput.omit({ password: true })
type AcceptInput = Omit<AcceptInvitationInput, 'password'>

const acceptVerb = ({ knownId, passwordHash }: { knownId: UserId | null; passwordHash: string | null }) =>
  command<AcceptInput, Accepted>({
    name: 'invitation.accept',
    permission: 'workspace.read',
    input: AcceptInput,
    async run({ tx, actor, now }, { token, email, name = email }) {
      const { workspaceId } = actor
      const its = and(eq(invitation.workspaceId, workspaceId), eq(invitation.tokenHash, hashToken(token)))
      const [row] = await tx.select().from(invitation).where(its).for('update')
      if (!row) return refuse('not-found', 'There is no such invitation.')
      const may = mayAccept(row, email, now)
      if (!may.ok) return may
      if (knownId === null) {
        await tx
          .insert(user)
          .values({ id: newId('usr'), email, name, passwordHash, createdAt: now })
          .onConflictDoNothing({ target: user.email })
      }
      const [who] = await tx.select({ id: user.id, hash: user.passwordHash }).from(user).where(eq(user.email, email))
      // Somebody else took this address between the look and the lock: its password was not asked for.
      if (!who || (knownId === null ? who.hash !== passwordHash : who.id !== knownId)) {
        return refuse('already-exists', 'This e-mail has just been registered.', { remedy: 'Try again.' })
      }
      const { role, disciplines } = row
      const added = await tx
        .insert(membership)
        .values({ workspaceId, userId: who.id, role, disciplines, createdAt: now })
        .onConflictDoNothing()
        .returning({ id: membership.userId })
      if (added.length === 0) {
        return refuse('already-a-member', 'You are a member already.', { remedy: 'Sign in.' })
      }
      await tx.update(invitation).set({ acceptedAt: now, acceptedBy: who.id }).where(its)
      return {
        ok: true,
        value: { userId: who.id, email },
        object: { kind: 'invitation', id: row.id },
        detail: { email, userId: who.id, role, disciplines, invitedBy: row.invitedBy },
        topics: [{ topic: 'members', id: who.id, version: 1 }],
      }
    },
  })
