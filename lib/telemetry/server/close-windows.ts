import { type TransactionSql, type Sql } from 'postgres'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { closeWindows, windowsOverAt } from '../core/close-windows'
import { MeasurementPlan } from '../core/schema'
import { loadClosed, entryOf, type EntryRow } from './load-state'
import { lockIngest } from './lock-ingest'
import { insertDeltas } from './store-rows'

/**
 * Books the zeros of the rollout's proportion metrics whose windows are over, as deltas of this moment. The tick calls it
 * before it reads; at a stage change it passes the moment of the change, which closes all windows still open from before.
 * @returns entries closed
 */
export async function closeDueWindows(
  sql: Sql,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  now: Instant,
  stageChangedAt: Instant | null,
): Promise<number> {
  return sql.begin(async (tx) => {
    // Under the lock of ingest: an event is booked before its window closes or not at all.
    await lockIngest(tx, workspaceId)
    const [row] = await tx<{ plan: unknown }[]>`
      select plan from measurement_plan where workspace_id = ${workspaceId} and rollout_id = ${rolloutId}`
    if (!row) return 0
    const plan = MeasurementPlan.parse(row.plan)
    const closed = await loadClosed(tx, workspaceId)
    let count = 0
    for (const metric of plan.metrics.keys()) {
      const through = Math.max(
        windowsOverAt(plan, metric, toMs(now)) ?? -Infinity,
        plan.metrics[metric]?.aggregation === 'proportion' && stageChangedAt ? toMs(stageChangedAt) : -Infinity,
      )
      const afterMs = closed.get(`${rolloutId} ${metric}`) ?? null
      if (through === -Infinity || (afterMs !== null && through <= afterMs)) continue
      count += await closeMetric(tx, workspaceId, plan, metric, { afterMs, throughMs: through }, now)
    }
    return count
  })
}

async function closeMetric(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  plan: MeasurementPlan,
  metric: number,
  range: { afterMs: number | null; throughMs: number },
  now: Instant,
): Promise<number> {
  const rows = await tx<(EntryRow & { booked: boolean })[]>`
    select s.rollout_id, encode(s.unit, 'hex') as unit, s.stage_id, s.arm, s.coin, s.share, s.metrics, s.crossed,
      (extract(epoch from s.entered_at) * 1000)::float8 as entered_ms, (extract(epoch from s.arrived_at) * 1000)::float8 as arrived_ms,
      coalesce(m.booked, false) as booked
    from unit_stage s
    left join lateral (
      select true as booked from unit_metric u
      where u.workspace_id = s.workspace_id and u.rollout_id = s.rollout_id and u.unit = s.unit
        and u.metric = ${metric} and u.stage_id = s.stage_id
      offset 0
    ) m on true
    where s.workspace_id = ${workspaceId} and s.rollout_id = ${plan.rolloutId}
      and s.arrived_at <= ${instant(range.throughMs)} and s.arrived_at > ${instant(range.afterMs ?? 0)}`
  const entries = rows.map((row) => ({ entry: entryOf(row), booked: row.booked }))
  const deltas = closeWindows(plan, metric, range, entries)
  await insertDeltas(
    tx,
    workspaceId,
    deltas.map((delta) => ({ arrivedMs: toMs(now), delta })),
  )
  await tx`
    insert into window_cursor (workspace_id, rollout_id, metric, closed_to)
    values (${workspaceId}, ${plan.rolloutId}, ${metric}, ${instant(range.throughMs)})
    on conflict (workspace_id, rollout_id, metric) do update set closed_to = excluded.closed_to`
  return deltas.reduce((sum, delta) => sum + (delta.booked[metric] ?? 0), 0)
}
