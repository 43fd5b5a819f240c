import { type TransactionSql } from 'postgres'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import { LOOK_BACK_MS } from '../core/ingest-to-delta'
import { type StageEntry, type TrackRecord, type UnitOutcome, type UnitState } from '../core/model'
import { MeasurementPlan } from '../core/schema'
import { bytesArray, textsArray, wordsArray } from './array-text'
import { coinOfNumber } from './coin-number'

/** The plans that ingest measures now, of one workspace. */
export async function loadPlans(tx: TransactionSql, workspaceId: WorkspaceId): Promise<MeasurementPlan[]> {
  const rows = await tx<{ plan: unknown }[]>`
    select plan from measurement_plan where workspace_id = ${workspaceId} and ended_at is null order by rollout_id`
  return rows.map((row) => MeasurementPlan.parse(row.plan))
}

/**
 * What is known of these units in these rollouts: two reads, however many units. `offset 0` keeps each a walk from unit
 * to unit along the index. Units come back as their places in what was asked.
 * @param units each once
 */
export async function loadUnits(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  rolloutIds: readonly RolloutId[],
  units: readonly string[],
): Promise<UnitState[]> {
  if (rolloutIds.length === 0 || units.length === 0) return []
  const entries = await tx<(EntryRow & { place: number })[]>`
    select t.place::int, s.*
    from unnest(${bytesArray(units)}::bytea[]) with ordinality as t (unit, place)
    cross join lateral (
      select rollout_id, stage_id, arm, coin, share, metrics, crossed,
        (extract(epoch from entered_at) * 1000)::float8 as entered_ms, (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms
      from unit_stage u
      where u.workspace_id = ${workspaceId} and u.unit = t.unit and u.rollout_id = any(${wordsArray(rolloutIds)}::text[])
      offset 0
    ) as s
    order by rollout_id, t.unit, arrived_ms, stage_id`
  const states: UnitState[] = []
  for (const row of entries) {
    const unit = units[row.place - 1] ?? ''
    const last = states.at(-1)
    if (last?.rolloutId === row.rollout_id && last.unit === unit) last.entries.push(entryOf(row))
    else states.push({ rolloutId: row.rollout_id, unit, entries: [entryOf(row)], outcomes: [] })
  }
  if (states.length === 0) return []
  const outcomes = await tx<OutcomeRow[]>`
    select t.place::int, m.*
    from unnest(${wordsArray(states.map((state) => state.rolloutId))}::text[], ${bytesArray(states.map((state) => state.unit))}::bytea[])
      with ordinality as t (rollout_id, unit, place)
    cross join lateral (
      select metric, stage_id, (extract(epoch from happened_at) * 1000)::float8 as happened_ms
      from unit_metric u
      where u.workspace_id = ${workspaceId} and u.unit = t.unit and u.rollout_id = t.rollout_id
      offset 0
    ) as m`
  for (const row of outcomes) {
    const outcome: UnitOutcome = { metric: row.metric, stageId: row.stage_id, happenedAtMs: row.happened_ms }
    states[row.place - 1]?.outcomes.push(outcome)
  }
  return states
}

export type EntryRow = {
  rollout_id: RolloutId
  stage_id: StageId
  arm: StageEntry['arm']
  coin: number
  share: number
  metrics: number
  crossed: boolean
  entered_ms: number
  arrived_ms: number
}
type OutcomeRow = { place: number; metric: number; stage_id: StageId | ''; happened_ms: number }

export const entryOf = (row: EntryRow): StageEntry => ({
  stageId: row.stage_id,
  share: row.share,
  arm: row.arm,
  coin: coinOfNumber(row.coin),
  enteredAtMs: row.entered_ms,
  arrivedMs: row.arrived_ms,
  metrics: row.metrics,
  crossed: row.crossed,
})

/**
 * Track events that some plan counts, of units that enter a stage, since ten minutes before the batch. Nothing arrived
 * after it; saying so leaves the partitions of the days to come alone.
 */
export async function loadLookBack(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  plans: readonly MeasurementPlan[],
  entering: ReadonlySet<string>,
  { earliestMs, latestMs }: { earliestMs: number; latestMs: number },
): Promise<TrackRecord[]> {
  if (entering.size === 0) return []
  const units = [...entering]
  const names = [...new Set(plans.flatMap((plan) => plan.metrics.map((metric) => metric.event)))]
  const rows = await tx<TrackRow[]>`
    select t.place::int, e.*
    from unnest(${bytesArray(units)}::bytea[]) with ordinality as t (unit, place)
    cross join lateral (
      select environment_id, name, value, attributes,
        (extract(epoch from occurred_at) * 1000)::float8 as time_ms, (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms
      from telemetry_event r
      where r.workspace_id = ${workspaceId} and r.unit = t.unit
        and r.arrived_at >= ${instant(earliestMs - LOOK_BACK_MS)} and r.arrived_at <= ${instant(latestMs)}
        and r.kind = 'track' and r.name = any(${textsArray(names)}::text[])
      offset 0
    ) as e
    order by arrived_ms`
  return rows.map((row) => ({
    kind: 'track',
    environmentId: row.environment_id,
    unit: units[row.place - 1] ?? '',
    timeMs: row.time_ms,
    arrivedMs: row.arrived_ms,
    name: row.name,
    value: row.value,
    attributes: row.attributes ?? {},
  }))
}

type TrackRow = {
  place: number
  environment_id: EnvironmentId
  name: string
  value: number | null
  attributes: TrackRecord['attributes'] | null
  time_ms: number
  arrived_ms: number
}

/** How far the windows of proportion metrics are closed, by `rollout metric`. */
export async function loadClosed(tx: TransactionSql, workspaceId: WorkspaceId): Promise<Map<string, number>> {
  const rows = await tx<{ rollout_id: RolloutId; metric: number; closed_ms: number }[]>`
    select rollout_id, metric, (extract(epoch from closed_to) * 1000)::float8 as closed_ms
    from window_cursor where workspace_id = ${workspaceId}`
  return new Map(rows.map((row) => [`${row.rollout_id} ${row.metric}`, row.closed_ms]))
}
