import { and, asc, eq, gt, isNotNull, isNull, or } from 'drizzle-orm'
import { team, teamMember, user } from '@/drizzle/schema/governance'
import { type TeamId, type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type TeamView } from '../core/people-schema'

/** Teams by name, with their people and who is on call now. */
export async function readTeams(db: Db | Tx, workspaceId: WorkspaceId, now: Instant): Promise<TeamView[]> {
  const teams = await db
    .select({ team, onCallName: user.name })
    .from(team)
    .leftJoin(user, eq(user.id, team.onCallUserId))
    .where(eq(team.workspaceId, workspaceId))
    .orderBy(asc(team.name), asc(team.id))
  const people = await db
    .select({ teamId: teamMember.teamId, id: user.id, name: user.name })
    .from(teamMember)
    .innerJoin(user, eq(user.id, teamMember.userId))
    .where(eq(teamMember.workspaceId, workspaceId))
    .orderBy(asc(user.name), asc(user.id))
  return teams.map(({ team: row, onCallName }) => {
    const { id, key, name, version, onCallUserId, onCallUntil: until } = row
    const isOver = until !== null && elapsedMs(now, until) <= 0
    const onCall = onCallUserId && onCallName && !isOver ? { id: onCallUserId, name: onCallName, until } : null
    const members = people.filter(({ teamId }) => teamId === id).map((one) => ({ id: one.id, name: one.name }))
    return { id, key, name, version, members, onCall }
  })
}

export type OnCall = { team: string; userId: UserId; name: string; email: string; until: Instant | null }

/** Who is on call now, a row a team. */
export function readOnCall(db: Db | Tx, workspaceId: WorkspaceId, now: Instant): Promise<OnCall[]> {
  return db
    .select({ team: team.name, userId: user.id, name: user.name, email: user.email, until: team.onCallUntil })
    .from(team)
    .innerJoin(user, eq(user.id, team.onCallUserId))
    .where(
      and(
        eq(team.workspaceId, workspaceId),
        isNotNull(team.onCallUserId),
        or(isNull(team.onCallUntil), gt(team.onCallUntil, now)),
      ),
    )
    .orderBy(asc(team.name))
}

export async function lockTeam(tx: Tx, workspaceId: WorkspaceId, id: TeamId) {
  const its = and(eq(team.workspaceId, workspaceId), eq(team.id, id))
  const [row] = await tx.select().from(team).where(its).for('update')
  return row ?? null
}
