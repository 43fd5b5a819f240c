import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { timelineEvent } from '@/drizzle/schema/governance'
import { type Json } from '@/lib/kernel/hash'
import { type EnvironmentId, type IncidentId, type TimelineEventId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type TimelineEventView } from '../core/schema'

export type NewTimelineEvent = {
  workspaceId: WorkspaceId
  /** `<what>.<happened>`, such as `rollout.paused`. */
  kind: string
  occurredAt: Instant
  recordedAt: Instant
  environmentId?: EnvironmentId | undefined
  flagKey?: string | undefined
  rolloutId?: string | undefined
  incidentId?: IncidentId | undefined
  service?: string | undefined
  /** The row that this one corrects or withdraws. */
  supersedes?: TimelineEventId | undefined
  pinned?: boolean | undefined
  actor: { kind: string; id: string; name: string }
  /** Who tells; the first word of `kind` unless given. */
  source?: string | undefined
  title: string
  body?: string | undefined
  data?: Json | undefined
  /** Telling the same thing twice with one key writes it once. */
  dedupeKey?: string | undefined
}

/** Appends to the one stream that every timeline reads. @returns false when this was told before */
export async function recordTimeline(tx: Tx, event: NewTimelineEvent): Promise<boolean> {
  return (await recordTimelines(tx, [event])).length === 1
}

/** Appends many at once. @returns ids and keys of those that were not told before */
export async function recordTimelines(
  tx: Tx,
  events: readonly NewTimelineEvent[],
): Promise<{ id: TimelineEventId; dedupeKey: string | null }[]> {
  if (events.length === 0) return []
  return tx
    .insert(timelineEvent)
    .values(
      events.map(({ actor, source, data, ...rest }) => ({
        ...rest,
        id: newId('tev'),
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        source: source ?? rest.kind.split('.')[0] ?? rest.kind,
        data: data ?? {},
      })),
    )
    .onConflictDoNothing({ target: [timelineEvent.workspaceId, timelineEvent.dedupeKey] })
    .returning({ id: timelineEvent.id, dedupeKey: timelineEvent.dedupeKey })
}

export type TimelineFilter = {
  rolloutId?: string | undefined
  from?: Instant | undefined
  to?: Instant | undefined
  /** At most this many, the oldest of them first; 500 unless given. */
  limit?: number | undefined
}

/** Events of a workspace in the order they happened. */
export async function readTimeline(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  { rolloutId, from, to, limit = 500 }: TimelineFilter = {},
): Promise<TimelineEventView[]> {
  const rows = await db
    .select()
    .from(timelineEvent)
    .where(
      and(
        eq(timelineEvent.workspaceId, workspaceId),
        rolloutId === undefined ? undefined : eq(timelineEvent.rolloutId, rolloutId),
        from === undefined ? undefined : gte(timelineEvent.occurredAt, from),
        to === undefined ? undefined : lte(timelineEvent.occurredAt, to),
      ),
    )
    .orderBy(asc(timelineEvent.occurredAt), asc(timelineEvent.seq))
    .limit(limit)
  return rows.map(eventView)
}

export function eventView(row: typeof timelineEvent.$inferSelect): TimelineEventView {
  const { seq, id, kind, occurredAt, recordedAt, environmentId, flagKey, rolloutId, source, title, body } = row
  const actor = { kind: row.actorKind, id: row.actorId, name: row.actorName }
  const data = row.data as TimelineEventView['data'] // jsonb is JSON
  return { seq, id, kind, occurredAt, recordedAt, environmentId, flagKey, rolloutId, actor, source, title, body, data }
}
