import {
  countTimelineOf,
  readTimelineOf,
  type TimelinePlace,
  type TimelineRowStored,
  type TimelineScope,
} from '@/lib/governance/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { TimelineEventId, type WorkspaceId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { Instant, instant, toMs } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { incidentMarkdown } from '../core/markdown'
import { type Incident } from '../core/model'
import { type TimelineFilter, type TimelinePage, type TimelineRow } from '../core/schema'
import { groupOf, isHumanKind, isLate, markOf, QUIET_KINDS, startsOf } from '../core/timeline'
import { findIncident, listMergedInto } from './incident-rows'
import { viewOf } from './view-of'

const DAY_MS = 86_400_000
/** What a whole export holds at most. */
const EXPORT_MAX = 5000

/** Rows of the incident and of those merged into it; and what happened to its rollouts and services around that time. */
async function scopeOf(db: Db | Tx, workspaceId: WorkspaceId, incident: Incident): Promise<TimelineScope> {
  const all = [incident, ...(await listMergedInto(db, workspaceId, incident.id))]
  const began = Math.min(...all.map((one) => toMs(one.milestones.impact_started ?? one.openedAt)))
  const isOver = incident.resolvedAt !== null
  return {
    incidentIds: all.map(({ id }) => id),
    rolloutIds: [...new Set(all.flatMap(({ rollouts }) => rollouts))],
    services: [...new Set(all.flatMap(({ services }) => services))],
    from: instant(began - DAY_MS),
    to: isOver && incident.resolvedAt ? instant(toMs(incident.resolvedAt) + DAY_MS) : null,
  }
}

const cursorOf = (row: TimelineRowStored): string =>
  Buffer.from(`${row.occurredAt} ${row.recordedAt} ${row.id}`).toString('base64url')

function placeOf(cursor: string): TimelinePlace | null {
  const [occurred, recorded, id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const [occurredAt, recordedAt] = [Instant.safeParse(occurred), Instant.safeParse(recorded)]
  if (!occurredAt.success || !recordedAt.success || !/^tev_[0-9a-z]{12}$/.test(id)) return null
  return { occurredAt: occurredAt.data, recordedAt: recordedAt.data, id }
}

export type TimelineAsk = {
  filter?: TimelineFilter
  cursor?: string | null
  /** Id of the row that the page begins with; a cursor says more. */
  from?: string | null
  limit?: number
}

/** A page of an incident's timeline, the newest first, or from one row on. */
export async function readIncidentTimeline(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  { filter = 'all', cursor = null, from = null, limit = 100 }: TimelineAsk = {},
): Promise<Outcome<TimelinePage>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const incident = await findIncident(db, actor.workspaceId, idOrName)
  if (!incident) return refuse('not-found', 'This incident does not exist here.')
  const before = cursor === null || cursor === '' ? null : placeOf(cursor)
  if (cursor && !before) {
    return refuse('invalid-input', 'This cursor was not given by a page before.', { field: 'cursor' })
  }
  const scope = await scopeOf(db, actor.workspaceId, incident)
  const shown = { starts: startsOf(filter), quiet: filter === 'everything' ? [] : QUIET_KINDS }
  const first = from && !before ? await rowOf(db, actor.workspaceId, scope, from) : null
  if (from && !before && !first) {
    return refuse('not-found', 'This row is not on this timeline; it may have been withdrawn.', { field: 'from' })
  }
  const asked = { ...shown, before: before ?? first, limit: first ? limit : limit + 1 }
  const rows = await readTimelineOf(db, actor.workspaceId, scope, asked)
  if (first) rows.unshift(first)
  const counts = await countTimelineOf(db, actor.workspaceId, scope, shown)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return ok({
    items: items.map(rowView),
    nextCursor: rows.length > limit && last ? cursorOf(last) : null,
    hidden: counts.total - counts.shown,
    total: counts.total,
  })
}

/** One row of a timeline, as it is read now. */
async function rowOf(db: Db | Tx, workspaceId: WorkspaceId, scope: TimelineScope, id: string) {
  const eventId = TimelineEventId.safeParse(id)
  if (!eventId.success) return null
  const asked = { starts: null, quiet: [], before: null, limit: 1, id: eventId.data }
  return (await readTimelineOf(db, workspaceId, scope, asked))[0] ?? null
}

/** Whether a row stands on this incident's timeline and was not corrected yet. */
export async function isOnTimeline(
  tx: Tx,
  workspaceId: WorkspaceId,
  incident: Incident,
  eventId: TimelineEventId,
): Promise<boolean> {
  return (await rowOf(tx, workspaceId, await scopeOf(tx, workspaceId, incident), eventId)) !== null
}

/** The incident as Markdown, oldest row first. */
export async function exportIncident(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  timeZone: string,
): Promise<Outcome<{ name: string; markdown: string }>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const incident = await findIncident(db, actor.workspaceId, idOrName)
  if (!incident) return refuse('not-found', 'This incident does not exist here.')
  const scope = await scopeOf(db, actor.workspaceId, incident)
  const asked = { starts: null, quiet: [], before: null, limit: EXPORT_MAX }
  const rows = await readTimelineOf(db, actor.workspaceId, scope, asked)
  const view = await viewOf(db, incident, actor, runtime.now())
  return ok({ name: view.name, markdown: incidentMarkdown(view, rows.map(rowView).toReversed(), timeZone) })
}

function rowView(row: TimelineRowStored): TimelineRow {
  const { id, kind, occurredAt, recordedAt, title, titleOriginal, body, pinned, actorKind, actorName } = row
  const data: unknown = row.data
  const isRecord = typeof data === 'object' && data !== null
  return {
    id,
    kind,
    group: groupOf(kind),
    mark: markOf(kind, actorKind),
    occurredAt,
    recordedAt,
    isLate: isLate(toMs(occurredAt), toMs(recordedAt)),
    isClamped: isRecord && 'clamped' in data && data.clamped === true,
    title,
    titleOriginal,
    body,
    by: actorName,
    pinned,
    isHuman: isHumanKind(kind),
    fold: isRecord && 'fold' in data && typeof data.fold === 'string' ? `${kind} ${data.fold}` : null,
  }
}
