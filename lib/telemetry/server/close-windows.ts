import { type TransactionSql, type Sql } from 'postgres'
import { type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { closeWindows, windowsOverAt, type Due, type Entered } from '../core/close-windows'
import { type Arm, MeasurementPlan } from '../core/schema'
import { numbersArray } from './array-text'
import { coinOfNumber } from './coin-number'
import { loadClosed } from './load-state'
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
    const ranges = rangesOf(plan, closed, toMs(now), stageChangedAt === null ? null : toMs(stageChangedAt))
    const due: Due[] = []
    for (const range of ranges) due.push(...(await loadDue(tx, workspaceId, rolloutId, range)))
    const deltas = closeWindows(plan, due)
    await insertDeltas(
      tx,
      workspaceId,
      deltas.map((delta) => ({ arrivedMs: toMs(now), delta })),
    )
    for (const range of ranges) await moveCursors(tx, workspaceId, rolloutId, range)
    return deltas.reduce((sum, { booked }) => sum + booked.reduce((people, n) => people + n, 0), 0)
  })
}

/** Arrivals after the one and up to the other, and the metrics whose windows are over for just these. */
type Range = { afterMs: number; throughMs: number; metrics: number[] }

/** Metrics with windows of one length move together, so they are read together. */
function rangesOf(
  plan: MeasurementPlan,
  closed: ReadonlyMap<string, number>,
  nowMs: number,
  changedMs: number | null,
): Range[] {
  const ranges = new Map<string, Range>()
  for (const [metric, { aggregation }] of plan.metrics.entries()) {
    if (aggregation !== 'proportion') continue
    const throughMs = Math.max(windowsOverAt(plan, metric, nowMs) ?? -Infinity, changedMs ?? -Infinity)
    const afterMs = closed.get(`${plan.rolloutId} ${metric}`) ?? 0
    if (throughMs <= afterMs) continue
    const key = `${afterMs} ${throughMs}`
    const range = ranges.get(key) ?? { afterMs, throughMs, metrics: [] }
    ranges.set(key, range)
    range.metrics.push(metric)
  }
  return [...ranges.values()]
}

type CohortRow = {
  stage_id: StageId
  share: number
  coin: number
  arm: Arm
  metrics: number
  metric: number | null
  people: number
}

/** Counted where the rows are: a busy rollout has thousands of entries a second, in a handful of cohorts. */
async function loadDue(tx: TransactionSql, workspaceId: WorkspaceId, rolloutId: RolloutId, range: Range) {
  const due = tx`
    s.workspace_id = ${workspaceId} and s.rollout_id = ${rolloutId}
    and s.arrived_at > ${instant(range.afterMs)} and s.arrived_at <= ${instant(range.throughMs)}`
  const entered = await tx<CohortRow[]>`
    select stage_id, share, coin, arm, metrics, null::int as metric, count(*)::int as people
    from unit_stage s where ${due}
    group by stage_id, share, coin, arm, metrics order by stage_id, share, coin, arm, metrics`
  if (entered.length === 0) return []
  const booked = await tx<CohortRow[]>`
    select s.stage_id, share, coin, arm, metrics, u.metric::int, count(*)::int as people
    from unit_stage s
    cross join lateral (
      select metric from unit_metric m
      where m.workspace_id = s.workspace_id and m.unit = s.unit and m.rollout_id = s.rollout_id and m.stage_id = s.stage_id
        and m.metric = any(${numbersArray(range.metrics)}::smallint[])
      offset 0
    ) as u
    where ${due}
    group by s.stage_id, share, coin, arm, metrics, u.metric`
  return range.metrics.map((metric): Due => {
    const ofMetric = booked.filter((row) => row.metric === metric)
    return { metric, entered: entered.map(enteredOf), booked: ofMetric.map(enteredOf) }
  })
}

const enteredOf = ({ people, ...row }: CohortRow): Entered => ({
  people,
  entry: {
    stageId: row.stage_id,
    share: row.share,
    coin: coinOfNumber(row.coin),
    arm: row.arm,
    metrics: row.metrics,
  },
})

export async function moveCursors(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  range: Pick<Range, 'throughMs' | 'metrics'>,
) {
  await tx`
    insert into window_cursor (workspace_id, rollout_id, metric, closed_to)
    select ${workspaceId}, ${rolloutId}, metric, ${instant(range.throughMs)}
    from unnest(${numbersArray(range.metrics)}::smallint[]) as t (metric)
    on conflict (workspace_id, rollout_id, metric) do update set closed_to = excluded.closed_to`
}
