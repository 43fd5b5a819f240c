import { sql } from 'drizzle-orm'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { prepared } from '@/lib/platform/prepared'
import { type Arm } from '../core/schema'

/** One variant of one flag as a unit met it before a moment, first and last. Units are pseudonyms, hex. */
export type UnitExposure = {
  unit: string
  environmentId: EnvironmentId
  flag: string
  variant: string
  /** Of the last record. */
  revision: number | null
  firstMs: number
  lastMs: number
}
/** A unit's entry into a stage: since when it is in an arm, however old the raw rows are. */
export type UnitEntry = { unit: string; rolloutId: RolloutId; stageId: StageId; arm: Arm; enteredMs: number }

export type AskedUnit = { unit: string; atMs: number; environmentId: EnvironmentId | null }

/** What each unit was exposed to in the last `withinMs` before its moment, in its environment or in all. */
export async function readUnitExposures(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  asked: readonly AskedUnit[],
  withinMs: number,
): Promise<{ exposures: UnitExposure[]; entries: UnitEntry[] }> {
  if (asked.length === 0) return { exposures: [], entries: [] }
  const units = JSON.stringify(
    asked.map(({ unit, atMs, environmentId }) => ({
      unit,
      upto: instant(atMs),
      since: instant(atMs - withinMs),
      env: environmentId,
    })),
  )
  // `offset 0` keeps each a walk from unit to unit along the index.
  const reading = prepared<ExposureRow>(
    db,
    sql`
    select e.* from jsonb_to_recordset(${units}::text::jsonb) as t (unit text, upto timestamptz, since timestamptz, env text)
    cross join lateral (
      select t.unit, environment_id, name as flag, variant,
        (array_agg(revision order by occurred_at desc))[1]::float8 as revision,
        (extract(epoch from min(occurred_at)) * 1000)::float8 as first_ms,
        (extract(epoch from max(occurred_at)) * 1000)::float8 as last_ms
      from telemetry_event r
      where r.workspace_id = ${workspaceId} and r.unit = decode(t.unit, 'hex') and r.kind = 'exposure'
        and r.arrived_at >= t.since and r.occurred_at >= t.since and r.occurred_at <= t.upto
        and (t.env is null or r.environment_id = t.env) and variant is not null
      group by environment_id, name, variant
      offset 0
    ) as e`,
  )
  const entering = prepared<EntryRow>(
    db,
    sql`
    select e.* from jsonb_to_recordset(${units}::text::jsonb) as t (unit text, upto timestamptz)
    cross join lateral (
      select t.unit, rollout_id, stage_id, arm, (extract(epoch from entered_at) * 1000)::float8 as entered_ms
      from unit_stage s
      where s.workspace_id = ${workspaceId} and s.unit = decode(t.unit, 'hex') and s.entered_at <= t.upto
      offset 0
    ) as e`,
  )
  const [exposures, entries] = await Promise.all([reading, entering])
  return {
    exposures: exposures.map((row) => ({
      unit: row.unit,
      environmentId: row.environment_id,
      flag: row.flag,
      variant: row.variant,
      revision: row.revision,
      firstMs: row.first_ms,
      lastMs: row.last_ms,
    })),
    entries: entries.map((row) => ({
      unit: row.unit,
      rolloutId: row.rollout_id,
      stageId: row.stage_id,
      arm: row.arm,
      enteredMs: row.entered_ms,
    })),
  }
}

/** People with an exposure record in each arm of a rollout, by the arm they met first. */
export async function countStagePeople(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
): Promise<{ exposed: number; control: number }> {
  const [row] = await db.execute<{ exposed: number; control: number }>(sql`
    select count(*) filter (where arm = 'exposed')::int as exposed, count(*) filter (where arm = 'control')::int as control
    from (
      select distinct on (unit) unit, arm from unit_stage
      where workspace_id = ${workspaceId} and rollout_id = ${rolloutId}
      order by unit, entered_at
    ) as first_met`)
  return { exposed: row?.exposed ?? 0, control: row?.control ?? 0 }
}

type ExposureRow = {
  unit: string
  environment_id: EnvironmentId
  flag: string
  variant: string
  revision: number | null
  first_ms: number
  last_ms: number
}
type EntryRow = { unit: string; rollout_id: RolloutId; stage_id: StageId; arm: Arm; entered_ms: number }
