import { type TransactionSql } from 'postgres'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import { LOOK_BACK_MS } from '../core/ingest-to-delta'
import { type StageEntry, type TrackRecord, type UnitOutcome, type UnitState } from '../core/model'
import { MeasurementPlan } from '../core/schema'
import { coinOfNumber } from './coin-number'

/** The plans that ingest measures now, of one workspace. */
export async function loadPlans(tx: TransactionSql, workspaceId: WorkspaceId): Promise<MeasurementPlan[]> {
  const rows = await tx<{ plan: unknown }[]>`
    select plan from measurement_plan where workspace_id = ${workspaceId} and ended_at is null order by rollout_id`
  return rows.map((row) => MeasurementPlan.parse(row.plan))
}

/**
 * What is known of these units in these rollouts: two reads, however many units. `offset 0` keeps each a walk from unit
 * to unit along the index, whatever the planner believes of a table that grew since it last looked.
 */
export async function loadUnits(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  rolloutIds: readonly RolloutId[],
  units: readonly string[],
): Promise<UnitState[]> {
  if (rolloutIds.length === 0 || units.length === 0) return []
  const entries = await tx<EntryRow[]>`
    select s.*
    from unnest(${[...units]}::text[]) as t (unit)
    cross join lateral (
      select rollout_id, t.unit, stage_id, arm, coin, share, metrics, crossed,
        (extract(epoch from entered_at) * 1000)::float8 as entered_ms, (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms
      from unit_stage u
      where u.workspace_id = ${workspaceId} and u.unit = decode(t.unit, 'hex') and u.rollout_id = any(${[...rolloutIds]}::text[])
      offset 0
    ) as s
    order by rollout_id, unit, arrived_ms, stage_id`
  const states = new Map<string, UnitState>()
  for (const row of entries) {
    const state = states.get(`${row.rollout_id} ${row.unit}`) ?? stateOf(row.rollout_id, row.unit)
    states.set(`${row.rollout_id} ${row.unit}`, state)
    state.entries.push(entryOf(row))
  }
  if (states.size === 0) return []
  const known = [...states.values()]
  const outcomes = await tx<OutcomeRow[]>`
    select m.*
    from unnest(${known.map((state) => state.rolloutId)}::text[], ${known.map((state) => state.unit)}::text[]) as t (rollout_id, unit)
    cross join lateral (
      select t.rollout_id, t.unit, metric, stage_id, (extract(epoch from happened_at) * 1000)::float8 as happened_ms
      from unit_metric u
      where u.workspace_id = ${workspaceId} and u.rollout_id = t.rollout_id and u.unit = decode(t.unit, 'hex')
      offset 0
    ) as m`
  for (const row of outcomes) {
    const outcome: UnitOutcome = { metric: row.metric, stageId: row.stage_id, happenedAtMs: row.happened_ms }
    states.get(`${row.rollout_id} ${row.unit}`)?.outcomes.push(outcome)
  }
  return [...states.values()]
}

export type EntryRow = {
  rollout_id: RolloutId
  unit: string
  stage_id: StageId
  arm: StageEntry['arm']
  coin: number
  share: number
  metrics: number
  crossed: boolean
  entered_ms: number
  arrived_ms: number
}
type OutcomeRow = { rollout_id: RolloutId; unit: string; metric: number; stage_id: StageId | ''; happened_ms: number }

const stateOf = (rolloutId: RolloutId, unit: string): UnitState => ({ rolloutId, unit, entries: [], outcomes: [] })

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

/** Track events that some plan counts, of units that enter a stage, since ten minutes before the batch. */
export async function loadLookBack(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  plans: readonly MeasurementPlan[],
  units: ReadonlySet<string>,
  earliestMs: number,
): Promise<TrackRecord[]> {
  if (units.size === 0) return []
  const names = [...new Set(plans.flatMap((plan) => plan.metrics.map((metric) => metric.event)))]
  const rows = await tx<TrackRow[]>`
    select e.*
    from unnest(${[...units]}::text[]) as t (unit)
    cross join lateral (
      select environment_id, t.unit, name, value, attributes,
        (extract(epoch from occurred_at) * 1000)::float8 as time_ms, (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms
      from telemetry_event r
      where r.workspace_id = ${workspaceId} and r.unit = decode(t.unit, 'hex')
        and r.arrived_at >= ${instant(earliestMs - LOOK_BACK_MS)} and r.kind = 'track' and r.name = any(${names}::text[])
      offset 0
    ) as e
    order by arrived_ms`
  return rows.map((row) => ({
    kind: 'track',
    environmentId: row.environment_id,
    unit: row.unit,
    timeMs: row.time_ms,
    arrivedMs: row.arrived_ms,
    name: row.name,
    value: row.value,
    attributes: row.attributes ?? {},
  }))
}

type TrackRow = {
  environment_id: EnvironmentId
  unit: string
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
