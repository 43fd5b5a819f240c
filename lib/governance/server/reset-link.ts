import { eq } from 'drizzle-orm'
import { membership } from '@/drizzle/schema/governance'
import { type Actor } from '@/lib/kernel/actor'
import { type UserId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { RemoveMemberInput } from '../core/people-schema'
import { lockMember } from './member-rows'
import { makeResetLink } from './request-reset'

type Made = { userId: UserId; expiresAt: Instant }

/**
 * A link for a member to choose a new password, for an admin to hand over where no mail server is set up. It is shown
 * once. Nobody but its own person can be given it for an account that belongs to another workspace as well.
 */
export async function makeMemberResetLink(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<Made & { url: string | null }>> {
  const shown: { url: string | null } = { url: null }
  const outcome = await runCommand(runtime, linkVerb(shown), input, actor, options)
  return outcome.ok ? { ok: true, value: { ...outcome.value, url: shown.url } } : outcome
}

const linkVerb = (shown: { url: string | null }) =>
  command<{ userId: UserId }, Made>({
    name: 'password.make-link',
    permission: 'member.edit',
    input: RemoveMemberInput,
    async run({ tx, actor, now }, { userId }) {
      const { workspaceId } = actor
      const found = await lockMember(tx, workspaceId, userId)
      if (!found) return refuse('not-found', 'There is no such member here.')
      const all = await tx.select({ id: membership.workspaceId }).from(membership).where(eq(membership.userId, userId))
      if (all.length > 1) {
        return refuse('other-workspaces', 'This person belongs to another workspace too.', {
          remedy: 'They can ask for a link by mail on the sign-in screen.',
        })
      }
      const link = await makeResetLink(tx, { userId, workspaceId }, now)
      shown.url = link.url
      return {
        ok: true,
        value: { userId, expiresAt: link.expiresAt },
        object: { kind: 'member', id: userId },
        detail: { name: found.member.name, resetId: link.id },
      }
    },
  })
