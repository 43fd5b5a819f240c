import { and, eq, isNull } from 'drizzle-orm'
import { accessRequest, apiKey, membership, session, team, teamMember } from '@/drizzle/schema/governance'
import { type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import * as decide from '../core/members'
import { RemoveMemberInput } from '../core/people-schema'
import { lockMember } from './member-rows'

type Gone = { userId: UserId; sessions: number; keys: number }

/** Takes somebody out of the workspace, with their sessions, keys, teams and on-call. What they did stays told. */
export const removeMember = command<{ userId: UserId }, Gone>({
  name: 'member.remove',
  permission: 'member.edit',
  input: RemoveMemberInput,
  async run({ tx, actor, now }, { userId }) {
    const { workspaceId } = actor
    const found = await lockMember(tx, workspaceId, userId)
    if (!found) return refuse('not-found', 'There is no such member here.')
    const { member } = found
    const decided = decide.removeMember(member, found.admins)
    if (!decided.ok) return decided
    const value = { userId, ...(await takeAway(tx, workspaceId, userId, now)) }
    await tx.delete(membership).where(and(eq(membership.workspaceId, workspaceId), eq(membership.userId, userId)))
    return {
      ok: true,
      value,
      object: { kind: 'member', id: userId },
      detail: { name: member.name, email: member.email, role: member.role, ...value },
      topics: [{ topic: 'members', id: userId, version: member.version + 1 }],
    }
  },
})

async function takeAway(tx: Tx, workspaceId: WorkspaceId, userId: UserId, now: Instant) {
  const sessions = await tx
    .update(session)
    .set({ revokedAt: now })
    .where(and(eq(session.workspaceId, workspaceId), eq(session.userId, userId), isNull(session.revokedAt)))
    .returning({ id: session.id })
  const keys = await tx
    .update(apiKey)
    .set({ revokedAt: now })
    .where(and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.userId, userId), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id })
  await tx.delete(teamMember).where(and(eq(teamMember.workspaceId, workspaceId), eq(teamMember.userId, userId)))
  await tx
    .update(team)
    .set({ onCallUserId: null, onCallUntil: null })
    .where(and(eq(team.workspaceId, workspaceId), eq(team.onCallUserId, userId)))
  await tx
    .update(accessRequest)
    .set({ state: 'declined', decidedAt: now })
    .where(
      and(
        eq(accessRequest.workspaceId, workspaceId),
        eq(accessRequest.userId, userId),
        eq(accessRequest.state, 'open'),
      ),
    )
  return { sessions: sessions.length, keys: keys.length }
}
