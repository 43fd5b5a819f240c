import { type Sql, type TransactionSql } from 'postgres'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { BOUNDS } from '../core/bounds'
import { closeValues, type DuePerson, windowsOverAt } from '../core/close-windows'
import { type TrackRecord } from '../core/model'
import { namesOf, PERSON_EVENTS_MAX } from '../core/person-value'
import { MeasurementPlan, type PlanMetric } from '../core/schema'
import { inOrder } from '../core/unit-state'
import { bytesArray, numbersArray, textsArray } from './array-text'
import { moveCursors } from './close-windows'
import { loadClosed, loadUnits } from './load-state'
import { lockIngest } from './lock-ingest'
import { insertDeltas } from './store-rows'

/** People of one metric closed under one hold of ingest's lock, and holds in one call: the rest is closed by the next. */
const PEOPLE_MAX = 500
const ROUNDS_MAX = 20

/**
 * Books the numbers of the people whose windows of means and ratios are over, as deltas of this moment. What they are
 * made of is read from the raw rows here, so that ingest itself carries nothing of it.
 * @returns whether all that is due is closed
 */
export async function closeDueValues(
  sql: Sql,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  now: Instant,
  stageChangedAt: Instant | null,
): Promise<boolean> {
  const changedMs = stageChangedAt === null ? -Infinity : toMs(stageChangedAt)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const isDone = await sql.begin((tx) => closeSome(tx, { workspaceId, rolloutId }, toMs(now), changedMs))
    if (isDone) return true
  }
  return false
}

type Place = { workspaceId: WorkspaceId; rolloutId: RolloutId }

async function closeSome(tx: TransactionSql, place: Place, nowMs: number, changedMs: number): Promise<boolean> {
  const { workspaceId, rolloutId } = place
  // Under the lock of ingest: what has arrived by now is all in, and nothing is counted twice.
  await lockIngest(tx, workspaceId)
  const [row] = await tx<{ plan: unknown }[]>`
    select plan from measurement_plan where workspace_id = ${workspaceId} and rollout_id = ${rolloutId}`
  if (!row) return true
  const plan = MeasurementPlan.parse(row.plan)
  const closed = await loadClosed(tx, workspaceId)
  let isDone = true
  for (const [metric, planned] of plan.metrics.entries()) {
    if (planned.measure?.kind !== 'value') continue
    const afterMs = closed.get(`${rolloutId} ${metric}`) ?? 0
    const throughMs = Math.max(windowsOverAt(plan, metric, nowMs) ?? -Infinity, changedMs)
    if (throughMs <= afterMs) continue
    const upToMs = await reach(tx, place, afterMs, throughMs)
    if (upToMs < throughMs) isDone = false
    const people = await loadPeople(tx, place, afterMs, upToMs)
    const events = await loadEvents(tx, workspaceId, plan.environmentId, planned, people, nowMs)
    const due = people.map(({ entry, entries }, i): DuePerson => ({ entry, entries, events: events[i] ?? [] }))
    const deltas = closeValues(plan, metric, due).map((delta) => ({ arrivedMs: nowMs, delta }))
    await insertDeltas(tx, workspaceId, deltas)
    await moveCursors(tx, workspaceId, rolloutId, { throughMs: upToMs, metrics: [metric] })
  }
  return isDone
}

/** How far one hold goes: whole moments of arrival, so that nobody is left behind the cursor. */
async function reach(tx: TransactionSql, place: Place, afterMs: number, throughMs: number): Promise<number> {
  const [row] = await tx<{ ms: number }[]>`
    select (extract(epoch from arrived_at) * 1000)::float8 as ms from unit_stage s
    where s.workspace_id = ${place.workspaceId} and s.rollout_id = ${place.rolloutId}
      and s.arrived_at > ${instant(afterMs)} and s.arrived_at <= ${instant(throughMs)}
    order by s.arrived_at offset ${PEOPLE_MAX - 1} limit 1`
  return row?.ms ?? throughMs
}

type Person = Omit<DuePerson, 'events'> & { unit: string }

async function loadPeople(tx: TransactionSql, place: Place, afterMs: number, upToMs: number): Promise<Person[]> {
  const { workspaceId, rolloutId } = place
  const due = await tx<{ unit: string; stage_id: StageId }[]>`
    select encode(unit, 'hex') as unit, stage_id from unit_stage s
    where s.workspace_id = ${workspaceId} and s.rollout_id = ${rolloutId}
      and s.arrived_at > ${instant(afterMs)} and s.arrived_at <= ${instant(upToMs)}
    order by arrived_at, unit, stage_id`
  const units = [...new Set(due.map(({ unit }) => unit))]
  const known = new Map((await loadUnits(tx, workspaceId, [rolloutId], units)).map((state) => [state.unit, state]))
  return due.flatMap(({ unit, stage_id: stageId }) => {
    const entries = known.get(unit)?.entries ?? []
    const entry = entries.find((one) => one.stageId === stageId)
    return entry ? [{ unit, entry, entries: inOrder(entries) }] : []
  })
}

type EventRow = {
  place: number
  name: string
  value: number | null
  attributes: TrackRecord['attributes'] | null
  time_ms: number
  arrived_ms: number
}

/**
 * The events of each person in the window and in an equally long one before it. `offset 0` keeps it a walk from unit to
 * unit along the index; nobody's million of events is read.
 */
async function loadEvents(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId,
  metric: PlanMetric,
  people: readonly Person[],
  nowMs: number,
): Promise<TrackRecord[][]> {
  const events = people.map((): TrackRecord[] => [])
  const windowMs = metric.windowMs ?? 0
  if (people.length === 0) return events
  const from = people.map(({ entry }) => entry.enteredAtMs)
  // What is told ahead of its time arrives before it happens.
  const earliestMs = from.reduce((least, ms) => Math.min(least, ms), Infinity) - windowMs - BOUNDS.aheadMs
  const rows = (isIn: ReturnType<TransactionSql>) => tx`
    select name, value, attributes, (extract(epoch from occurred_at) * 1000)::float8 as time_ms,
      (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms
    from telemetry_event r
    where r.workspace_id = ${workspaceId} and r.unit = t.unit and r.environment_id = ${environmentId}
      and r.arrived_at >= ${instant(Math.max(0, earliestMs))} and r.arrived_at <= ${instant(nowMs)}
      and r.kind = 'track' and r.name = any(${textsArray(namesOf(metric))}::text[]) and ${isIn}
    order by r.arrived_at limit ${PERSON_EVENTS_MAX}`
  const window = tx`make_interval(secs => ${windowMs / 1000}::float8)`
  const found = await tx<EventRow[]>`
    select t.place::int, e.*
    from (
      select unit, place, to_timestamp(from_ms / 1000) as since
      from unnest(${bytesArray(people.map(({ unit }) => unit))}::bytea[], ${numbersArray(from)}::float8[])
        with ordinality as u (unit, from_ms, place)
    ) as t
    cross join lateral (
      (${rows(tx`r.occurred_at >= t.since and r.occurred_at <= t.since + ${window}`)})
      union all
      (${rows(tx`r.occurred_at < t.since and r.occurred_at >= t.since - ${window}`)})
      offset 0
    ) as e`
  for (const row of found) {
    events[row.place - 1]?.push({
      kind: 'track',
      environmentId,
      unit: people[row.place - 1]?.unit ?? '',
      timeMs: row.time_ms,
      arrivedMs: row.arrived_ms,
      name: row.name,
      value: row.value,
      attributes: row.attributes ?? {},
    })
  }
  return events
}
