import { and, eq, gt, sql } from 'drizzle-orm'
import { timelineEvent } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'

/** How often a kind of event (`rollout.paused`, `incident.opened`) happened at the hands of a kind of actor. */
export type KindCount = { kind: string; actorKind: string; n: number }

/** The timeline after a moment, counted by what happened and who did it. */
export async function countKinds(db: Db, workspaceId: WorkspaceId, after: Instant): Promise<KindCount[]> {
  const { kind, actorKind } = timelineEvent
  return db
    .select({ kind, actorKind, n: sql<number>`count(*)::int` })
    .from(timelineEvent)
    .where(and(eq(timelineEvent.workspaceId, workspaceId), gt(timelineEvent.occurredAt, after)))
    .groupBy(kind, actorKind)
}
