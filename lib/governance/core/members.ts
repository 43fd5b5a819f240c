import { type UserId } from '@/lib/kernel/id'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs, type Instant } from '@/lib/kernel/time'

export type Membership = { userId: UserId; role: Role; disciplines: readonly Discipline[]; version: number }
type Wish = {
  role?: Role | undefined
  disciplines?: readonly Discipline[] | undefined
  expectedVersion?: number | undefined
}

/** Somebody must be left who can let others in. @param admins everybody who is admin now */
function lastAdmin(member: Membership, admins: readonly UserId[]): Refusal | null {
  const isLast = member.role === 'admin' && admins.every((id) => id === member.userId)
  return isLast
    ? refuse('last-admin', 'This is the last admin of the workspace.', { remedy: 'Make somebody else admin first.' })
    : null
}

/** Whether a member may get another role or other disciplines, and what they are then. */
export function editMember(
  member: Membership,
  { role = member.role, disciplines = member.disciplines, expectedVersion }: Wish,
  admins: readonly UserId[],
): { ok: true; role: Role; disciplines: Discipline[] } | Refusal {
  if (expectedVersion !== undefined && expectedVersion !== member.version) return stale
  const refusal = role === 'admin' ? null : lastAdmin(member, admins)
  return refusal ?? { ok: true, role, disciplines: [...disciplines] }
}

export const removeMember = (member: Membership, admins: readonly UserId[]): { ok: true } | Refusal =>
  lastAdmin(member, admins) ?? { ok: true }

export const stale = refuse('stale-version', 'Somebody changed this meanwhile. Nothing was changed.', {
  remedy: 'Look again and decide anew.',
})

export type Invitation = {
  email: string | null
  expiresAt: Instant
  acceptedAt: Instant | null
  revokedAt: Instant | null
}

/** What became of an invitation; one that was used or withdrawn stays so after its time. */
export function invitationState(invitation: Invitation, now: Instant): 'open' | 'expired' | 'accepted' | 'revoked' {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.revokedAt) return 'revoked'
  return elapsedMs(now, invitation.expiresAt) > 0 ? 'open' : 'expired'
}

const CLOSED = {
  accepted: refuse('invitation-used', 'This invitation was used already.', {
    remedy: 'Sign in, or ask for a new invitation.',
  }),
  revoked: refuse('invitation-revoked', 'This invitation was withdrawn.', { remedy: 'Ask for a new one.' }),
  expired: refuse('invitation-expired', 'This invitation has expired.', { remedy: 'Ask for a new one.' }),
}

/** Whether this address may come in by this invitation now. */
export function mayAccept(invitation: Invitation, email: string, now: Instant): { ok: true } | Refusal {
  const state = invitationState(invitation, now)
  if (state !== 'open') return CLOSED[state]
  if (invitation.email !== null && invitation.email !== email) {
    return refuse('wrong-address', 'This invitation is for another e-mail address.', {
      field: 'email',
      remedy: 'Use the address that the invitation was sent to.',
    })
  }
  return { ok: true }
}
