import { and, eq, sql } from 'drizzle-orm'
import { membership } from '@/drizzle/schema/governance'
import { type UserId } from '@/lib/kernel/id'
import { type Role } from '@/lib/kernel/permissions'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import * as decide from '../core/members'
import { EditMemberInput } from '../core/people-schema'
import { lockMember } from './member-rows'

/** Gives a member another role or other disciplines. It takes hold with their next request. */
export const editMember = command<EditMemberInput, { userId: UserId; role: Role; version: number }>({
  name: 'member.edit',
  permission: 'member.edit',
  input: EditMemberInput,
  async run({ tx, actor }, input) {
    const { workspaceId } = actor
    const found = await lockMember(tx, workspaceId, input.userId)
    if (!found) return refuse('not-found', 'There is no such member here.')
    const { member } = found
    const decided = decide.editMember(member, input, found.admins)
    if (!decided.ok) return decided
    const { role, disciplines } = decided
    await tx
      .update(membership)
      .set({ role, disciplines, version: sql`${membership.version} + 1` })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.userId, input.userId)))
    const version = member.version + 1
    return {
      ok: true,
      value: { userId: input.userId, role, version },
      object: { kind: 'member', id: input.userId },
      detail: {
        name: member.name,
        before: { role: member.role, disciplines: member.disciplines },
        after: { role, disciplines },
      },
      topics: [{ topic: 'members', id: input.userId, version }],
    }
  },
})
