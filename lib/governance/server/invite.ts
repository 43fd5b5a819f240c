import { and, eq, isNull } from 'drizzle-orm'
import { invitation, membership, user } from '@/drizzle/schema/governance'
import { type Actor } from '@/lib/kernel/actor'
import { type InvitationId, type WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { duration, plus, type Instant } from '@/lib/kernel/time'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { letter } from '@/lib/platform/letter'
import { mailServer, queueMail } from '@/lib/platform/mail'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { hashToken, mintToken } from '@/lib/platform/secrets'
import { InviteInput, type CreatedInvitation } from '../core/people-schema'
import { publicUrl } from './public-url'
import { readWorkspace } from './workspaces'

type Kept = Omit<CreatedInvitation, 'url'> & { base: string }
type Minted = { token: string; id: InvitationId | null }

/**
 * Invites somebody by link, and by mail when an e-mail is named. The link is in this answer alone: a repeated
 * idempotency key gets the answer without it. A second invitation for one e-mail withdraws the first.
 */
export async function invite(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<CreatedInvitation>> {
  const minted: Minted = { token: mintToken(), id: null }
  const outcome = await runCommand(runtime, inviteVerb(minted), input, actor, options)
  if (!outcome.ok) return outcome
  const { base, ...value } = outcome.value
  const url = value.id === minted.id ? `${base}${paths.invitation(minted.token)}` : null
  return { ok: true, value: { ...value, url } }
}

const inviteVerb = (minted: Minted) =>
  command<InviteInput, Kept>({
    name: 'invitation.create',
    permission: 'member.edit',
    input: InviteInput,
    async run({ tx, actor, now }, { email = null, role, disciplines, validDays }) {
      const { workspaceId } = actor
      if (email !== null && (await isMember(tx, workspaceId, email))) {
        return refuse('already-a-member', 'Somebody with this e-mail is a member already.', { field: 'email' })
      }
      if (email !== null) await withdraw(tx, workspaceId, email, now)
      const id = newId('inv')
      const expiresAt = plus(now, duration(validDays * 86_400_000))
      await tx.insert(invitation).values({
        id,
        workspaceId,
        email,
        role,
        disciplines,
        tokenHash: hashToken(minted.token),
        invitedBy: actor.name,
        createdAt: now,
        expiresAt,
      })
      minted.id = id
      const base = await publicUrl(tx, workspaceId)
      const mail = email === null ? ('none' as const) : await mailIt(tx, { ...minted, id, email, base }, actor, now)
      return {
        ok: true,
        value: { id, email, expiresAt, mail, base },
        object: { kind: 'invitation', id },
        detail: { email, role, disciplines, expiresAt },
        topics: [{ topic: 'members', id, version: 1 }],
      }
    },
  })

async function mailIt(
  tx: Tx,
  { token, id, email, base }: { token: string; id: InvitationId; email: string; base: string },
  actor: { workspaceId: WorkspaceId; name: string },
  now: Instant,
): Promise<'queued' | 'not-set-up'> {
  const { workspaceId } = actor
  const name = (await readWorkspace(tx, workspaceId))?.name ?? 'Soundings'
  const words = letter({
    paragraphs: [
      `${actor.name} invites you to ${name} on Soundings.`,
      'The link works once. If you did not expect this, do nothing.',
    ],
    action: { label: 'Accept the invitation', url: `${base}${paths.invitation(token)}` },
    why: `${actor.name} entered your address as a new member of ${name}.`,
  })
  const subject = `${actor.name} invites you to ${name}`
  await queueMail(tx, { workspaceId, key: `invitation:${id}`, to: email, subject, ...words, sealed: true }, now)
  return (await mailServer(tx, workspaceId)) ? 'queued' : 'not-set-up'
}

async function isMember(tx: Tx, workspaceId: WorkspaceId, email: string): Promise<boolean> {
  const rows = await tx
    .select({ id: user.id })
    .from(user)
    .innerJoin(membership, and(eq(membership.userId, user.id), eq(membership.workspaceId, workspaceId)))
    .where(eq(user.email, email))
  return rows.length > 0
}

async function withdraw(tx: Tx, workspaceId: WorkspaceId, email: string, now: Instant): Promise<void> {
  await tx
    .update(invitation)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitation.workspaceId, workspaceId),
        eq(invitation.email, email),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    )
}
