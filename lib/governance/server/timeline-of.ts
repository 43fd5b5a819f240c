import { and, desc, eq, gte, inArray, isNull, like, lte, notExists, notInArray, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { timelineEvent } from '@/drizzle/schema/governance'
import { type IncidentId, type TimelineEventId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'

export type TimelineRowStored = typeof timelineEvent.$inferSelect

/** Whose timeline: rows of incidents, and those of rollouts and of changes to services in a stretch of time. */
export type TimelineScope = {
  incidentIds: readonly IncidentId[]
  rolloutIds: readonly string[]
  services: readonly string[]
  from: Instant
  to: Instant | null
}

export type TimelinePlace = { occurredAt: Instant; recordedAt: Instant; id: string }

export type TimelineAsked = {
  /** Beginnings of kinds; null: every kind. Pinned rows are shown whatever the filter. */
  starts: readonly string[] | null
  quiet: readonly string[]
  before: TimelinePlace | null
  limit: number
  /** Only this row. */
  id?: TimelineEventId
}

/** A row that was corrected or withdrawn is read no more, nor is the withdrawal itself. */
const corrected = alias(timelineEvent, 'corrected')
const stands = (db: Db | Tx): SQL | undefined =>
  and(
    sql`${timelineEvent.kind} <> 'withdrawn'`,
    notExists(
      db
        .select({ one: sql`1` })
        .from(corrected)
        .where(and(eq(corrected.workspaceId, timelineEvent.workspaceId), eq(corrected.supersedes, timelineEvent.id))),
    ),
  )

function within(db: Db | Tx, workspaceId: WorkspaceId, scope: TimelineScope): SQL | undefined {
  const inTime = and(
    gte(timelineEvent.occurredAt, scope.from),
    scope.to === null ? undefined : lte(timelineEvent.occurredAt, scope.to),
  )
  const touching = [
    scope.incidentIds.length > 0 ? inArray(timelineEvent.incidentId, [...scope.incidentIds]) : undefined,
    scope.rolloutIds.length > 0
      ? and(isNull(timelineEvent.incidentId), inArray(timelineEvent.rolloutId, [...scope.rolloutIds]), inTime)
      : undefined,
    scope.services.length > 0
      ? and(isNull(timelineEvent.incidentId), inArray(timelineEvent.service, [...scope.services]), inTime)
      : undefined,
  ].filter((part) => part !== undefined)
  return and(eq(timelineEvent.workspaceId, workspaceId), or(...touching, sql`false`), stands(db))
}

function shownBy({ starts, quiet }: Pick<TimelineAsked, 'starts' | 'quiet'>): SQL | undefined {
  const kinds = starts === null ? undefined : or(...starts.map((start) => like(timelineEvent.kind, `${start}%`)))
  const loud = quiet.length === 0 ? undefined : notInArray(timelineEvent.kind, [...quiet])
  const shown = and(kinds, loud)
  return shown && or(timelineEvent.pinned, shown)
}

/** A page of a timeline, the newest first: by when it happened, then when it was written down, then id. */
export function readTimelineOf(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  scope: TimelineScope,
  asked: TimelineAsked,
): Promise<TimelineRowStored[]> {
  const { before, limit } = asked
  const { occurredAt, recordedAt, id } = timelineEvent
  return db
    .select()
    .from(timelineEvent)
    .where(
      and(
        within(db, workspaceId, scope),
        shownBy(asked),
        asked.id === undefined ? undefined : eq(id, asked.id),
        before === null
          ? undefined
          : sql`(${occurredAt}, ${recordedAt}, ${id}) < (${before.occurredAt}::timestamptz, ${before.recordedAt}::timestamptz, ${before.id})`,
      ),
    )
    .orderBy(desc(occurredAt), desc(recordedAt), desc(id))
    .limit(limit)
}

/** How many rows a timeline has, and how many of them a filter shows. */
export async function countTimelineOf(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  scope: TimelineScope,
  asked: Pick<TimelineAsked, 'starts' | 'quiet'>,
): Promise<{ total: number; shown: number }> {
  const [row] = await db
    .select({
      total: sql<number>`count(*)::int`,
      shown: sql<number>`count(*) filter (where ${shownBy(asked) ?? sql`true`})::int`,
    })
    .from(timelineEvent)
    .where(within(db, workspaceId, scope))
  return { total: row?.total ?? 0, shown: row?.shown ?? 0 }
}

/** One row, by id. */
export async function findTimelineRow(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  id: TimelineEventId,
): Promise<TimelineRowStored | null> {
  const [row] = await db
    .select()
    .from(timelineEvent)
    .where(and(eq(timelineEvent.workspaceId, workspaceId), eq(timelineEvent.id, id)))
  return row ?? null
}

/** Pins a row, or titles it anew; the first title is kept. Time and data of a row never change. */
export async function markTimelineRow(
  tx: Tx,
  row: TimelineRowStored,
  { title, pinned }: { title?: string | undefined; pinned?: boolean | undefined },
): Promise<void> {
  const titleOriginal = title === undefined ? row.titleOriginal : (row.titleOriginal ?? row.title)
  await tx
    .update(timelineEvent)
    .set({ title: title ?? row.title, titleOriginal, pinned: pinned ?? row.pinned })
    .where(and(eq(timelineEvent.workspaceId, row.workspaceId), eq(timelineEvent.id, row.id)))
}

/** Changes that may be a cause: rows of these kinds in a stretch of time, the newest first. */
export function readChanges(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  { kinds, from, to, limit = 50 }: { kinds: readonly string[]; from: Instant; to: Instant; limit?: number },
): Promise<TimelineRowStored[]> {
  return db
    .select()
    .from(timelineEvent)
    .where(
      and(
        eq(timelineEvent.workspaceId, workspaceId),
        inArray(timelineEvent.kind, [...kinds]),
        gte(timelineEvent.occurredAt, from),
        lte(timelineEvent.occurredAt, to),
        stands(db),
      ),
    )
    .orderBy(desc(timelineEvent.occurredAt))
    .limit(limit)
}
