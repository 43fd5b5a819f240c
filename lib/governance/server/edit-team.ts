import { and, eq, inArray } from 'drizzle-orm'
import { type z } from 'zod'
import { membership, team, teamMember } from '@/drizzle/schema/governance'
import { type TeamId, type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs, toMs } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { stale } from '../core/members'
import { CreateTeamInput, EditTeamInput, RemoveTeamInput } from '../core/people-schema'
import { lockTeam } from './teams'

export const createTeam = command<z.infer<typeof CreateTeamInput>, { teamId: TeamId; version: number }>({
  name: 'team.create',
  permission: 'team.edit',
  input: CreateTeamInput,
  async run({ tx, actor, now }, { key, name, memberIds }) {
    const { workspaceId } = actor
    const refusal = await strangers(tx, workspaceId, memberIds, 'memberIds')
    if (refusal) return refusal
    const id = newId('tea', toMs(now))
    const made = await tx
      .insert(team)
      .values({ id, workspaceId, key, name, createdAt: now })
      .onConflictDoNothing({ target: [team.workspaceId, team.key] })
      .returning({ id: team.id })
    if (made.length === 0) return refuse('already-exists', 'There is a team with this key.', { field: 'key' })
    await setMembers(tx, workspaceId, id, memberIds)
    return {
      ok: true,
      value: { teamId: id, version: 1 },
      object: { kind: 'team', id },
      detail: { key, name, memberIds },
      topics: [{ topic: 'teams', id, version: 1 }],
    }
  },
})

/** Another name, other people, or somebody else on call, in any mixture. */
export const editTeam = command<EditTeamInput, { teamId: TeamId; version: number }>({
  name: 'team.edit',
  permission: 'team.edit',
  input: EditTeamInput,
  async run({ tx, actor, now }, { teamId, expectedVersion, ...wish }) {
    const { workspaceId } = actor
    const row = await lockTeam(tx, workspaceId, teamId)
    if (!row) return refuse('not-found', 'There is no such team here.')
    if (expectedVersion !== undefined && expectedVersion !== row.version) return stale
    const { name = row.name, memberIds, onCall } = wish
    if (onCall?.until && elapsedMs(now, onCall.until) <= 0) {
      return refuse('already-expired', 'That moment is past.', { field: 'onCall.until' })
    }
    const refusal =
      (await strangers(tx, workspaceId, memberIds ?? [], 'memberIds')) ??
      (await strangers(tx, workspaceId, onCall ? [onCall.userId] : [], 'onCall.userId'))
    if (refusal) return refusal
    const version = row.version + 1
    const set = onCall === undefined ? {} : { onCallUserId: onCall?.userId ?? null, onCallUntil: onCall?.until ?? null }
    await tx
      .update(team)
      .set({ name, version, ...set })
      .where(and(eq(team.workspaceId, workspaceId), eq(team.id, teamId)))
    if (memberIds) await setMembers(tx, workspaceId, teamId, memberIds)
    return {
      ok: true,
      value: { teamId, version },
      object: { kind: 'team', id: teamId },
      detail: { key: row.key, ...wish },
      topics: [{ topic: 'teams', id: teamId, version }],
    }
  },
})

export const removeTeam = command<{ teamId: TeamId }, { teamId: TeamId }>({
  name: 'team.remove',
  permission: 'team.edit',
  input: RemoveTeamInput,
  async run({ tx, actor }, { teamId }) {
    const { workspaceId } = actor
    const row = await lockTeam(tx, workspaceId, teamId)
    if (!row) return refuse('not-found', 'There is no such team here.')
    await setMembers(tx, workspaceId, teamId, [])
    await tx.delete(team).where(and(eq(team.workspaceId, workspaceId), eq(team.id, teamId)))
    return {
      ok: true,
      value: { teamId },
      object: { kind: 'team', id: teamId },
      detail: { key: row.key, name: row.name },
      topics: [{ topic: 'teams', id: teamId, version: row.version + 1 }],
    }
  },
})

async function setMembers(tx: Tx, workspaceId: WorkspaceId, teamId: TeamId, memberIds: readonly UserId[]) {
  await tx.delete(teamMember).where(and(eq(teamMember.workspaceId, workspaceId), eq(teamMember.teamId, teamId)))
  if (memberIds.length === 0) return
  await tx.insert(teamMember).values(memberIds.map((userId) => ({ workspaceId, teamId, userId })))
}

/** Only members belong to teams. */
async function strangers(
  tx: Tx,
  workspaceId: WorkspaceId,
  ids: readonly UserId[],
  field: string,
): Promise<Refusal | null> {
  if (ids.length === 0) return null
  const found = await tx
    .select({ id: membership.userId })
    .from(membership)
    .where(and(eq(membership.workspaceId, workspaceId), inArray(membership.userId, [...ids])))
  return found.length === new Set(ids).size
    ? null
    : refuse('unknown-member', 'Only members of the workspace belong to its teams.', { field })
}
