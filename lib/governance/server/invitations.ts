import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { invitation, workspace } from '@/drizzle/schema/governance'
import { type InvitationId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { hashToken } from '@/lib/platform/secrets'
import { invitationState } from '../core/members'
import { RevokeInvitationInput, Token, type InvitationView } from '../core/people-schema'

/** How long one that is over stays in the list. */
const SHOWN_MS = 30 * 86_400_000

/** Invitations of the last weeks, the newest first; never their links. */
export async function readInvitations(db: Db | Tx, workspaceId: WorkspaceId, now: Instant): Promise<InvitationView[]> {
  const recent = gt(invitation.expiresAt, instant(toMs(now) - SHOWN_MS))
  const rows = await db
    .select()
    .from(invitation)
    .where(and(eq(invitation.workspaceId, workspaceId), recent))
    .orderBy(desc(invitation.createdAt))
    .limit(500)
  return rows.map((row) => {
    const { id, email, role, disciplines, invitedBy, createdAt, expiresAt } = row
    return { id, email, role, disciplines, invitedBy, createdAt, expiresAt, state: invitationState(row, now) }
  })
}

/** Withdraws an invitation; its link is dead at once. Said twice is done once. */
export const revokeInvitation = command<{ invitationId: InvitationId }, { invitationId: InvitationId }>({
  name: 'invitation.revoke',
  permission: 'member.edit',
  input: RevokeInvitationInput,
  async run({ tx, actor, now }, { invitationId }) {
    const its = and(eq(invitation.workspaceId, actor.workspaceId), eq(invitation.id, invitationId))
    const [row] = await tx.select().from(invitation).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such invitation here.')
    if (row.acceptedAt) {
      return refuse('invitation-used', 'This invitation was used already.', { remedy: 'Remove the member instead.' })
    }
    await tx
      .update(invitation)
      .set({ revokedAt: now })
      .where(and(its, isNull(invitation.revokedAt)))
    return {
      ok: true,
      value: { invitationId },
      object: { kind: 'invitation', id: invitationId },
      detail: { email: row.email, already: row.revokedAt !== null },
      topics: [{ topic: 'members', id: invitationId, version: 2 }],
    }
  },
})

/** What the page behind a link shows: whether it still works, and where it leads; null for a link that never was. */
export async function findInvitation(db: Db | Tx, token: string, now: Instant) {
  const parsed = Token.safeParse(token)
  if (!parsed.success) return null
  const [row] = await db
    .select({ invitation, workspaceName: workspace.name })
    .from(invitation)
    .innerJoin(workspace, eq(workspace.id, invitation.workspaceId))
    .where(eq(invitation.tokenHash, hashToken(parsed.data)))
  if (!row) return null
  const { workspaceId, id, email, role, invitedBy } = row.invitation
  return {
    workspaceId,
    id,
    email,
    role,
    invitedBy,
    workspaceName: row.workspaceName,
    state: invitationState(row.invitation, now),
  }
}
