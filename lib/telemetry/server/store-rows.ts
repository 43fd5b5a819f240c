import { type TransactionSql } from 'postgres'
import { instant } from '@/lib/kernel/time'
import { type BatchOutput, type EvidenceRecord, type TimedDelta } from '../core/model'
import { type CohortDelta } from '../core/schema'
import { coinNumber } from './coin-number'

const columnOf =
  <Row>(rows: readonly Row[]) =>
  <T>(read: (row: Row) => T): T[] =>
    rows.map(read)

/** Raw rows, as they came; units are pseudonyms already. */
export async function insertEvents(
  tx: TransactionSql,
  workspaceId: string,
  records: readonly (EvidenceRecord & { stored: Record<string, unknown> })[],
): Promise<void> {
  if (records.length === 0) return
  const column = columnOf(records)
  await tx`
    insert into telemetry_event
      (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name, variant, revision, value, attributes)
    select ${workspaceId}, environment_id, arrived_at, occurred_at, kind, decode(unit, 'hex'), name, variant, revision, value, attributes::jsonb
    from unnest(
      ${column((r) => r.environmentId)}::text[],
      ${column((r) => instant(r.arrivedMs))}::text[]::timestamptz[],
      ${column((r) => instant(r.timeMs))}::text[]::timestamptz[],
      ${column((r) => r.kind)}::text[],
      ${column((r) => r.unit)}::text[],
      ${column((r) => (r.kind === 'exposure' ? r.flag : r.name))}::text[],
      ${column((r) => (r.kind === 'exposure' ? r.variant : null))}::text[],
      ${column((r) => (r.kind === 'exposure' ? r.revision : null))}::bigint[],
      ${column((r) => (r.kind === 'track' ? r.value : null))}::float8[],
      ${column((r) => JSON.stringify(r.stored))}::text[]
    ) as t (environment_id, arrived_at, occurred_at, kind, unit, name, variant, revision, value, attributes)`
}

export async function upsertEntries(
  tx: TransactionSql,
  workspaceId: string,
  entries: BatchOutput['entries'],
): Promise<void> {
  if (entries.length === 0) return
  const column = columnOf(entries)
  await tx`
    insert into unit_stage
      (workspace_id, rollout_id, unit, stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed)
    select ${workspaceId}, rollout_id, decode(unit, 'hex'), stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed
    from unnest(
      ${column((r) => r.rolloutId)}::text[],
      ${column((r) => r.unit)}::text[],
      ${column((r) => r.entry.stageId)}::text[],
      ${column((r) => r.entry.arm)}::text[],
      ${column((r) => coinNumber(r.entry.coin))}::int[],
      ${column((r) => r.entry.share)}::int[],
      ${column((r) => instant(r.entry.enteredAtMs))}::text[]::timestamptz[],
      ${column((r) => instant(r.entry.arrivedMs))}::text[]::timestamptz[],
      ${column((r) => r.entry.metrics)}::smallint[],
      ${column((r) => String(r.entry.crossed))}::text[]::boolean[]
    ) as t (rollout_id, unit, stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed)
    on conflict (workspace_id, rollout_id, unit, stage_id) do update set crossed = excluded.crossed`
}

export async function insertOutcomes(
  tx: TransactionSql,
  workspaceId: string,
  outcomes: BatchOutput['outcomes'],
): Promise<void> {
  if (outcomes.length === 0) return
  const column = columnOf(outcomes)
  await tx`
    insert into unit_metric (workspace_id, rollout_id, unit, metric, stage_id, happened_at)
    select ${workspaceId}, rollout_id, decode(unit, 'hex'), metric, stage_id, happened_at
    from unnest(
      ${column((r) => r.rolloutId)}::text[],
      ${column((r) => r.unit)}::text[],
      ${column((r) => r.outcome.metric)}::smallint[],
      ${column((r) => r.outcome.stageId)}::text[],
      ${column((r) => instant(r.outcome.happenedAtMs))}::text[]::timestamptz[]
    ) as t (rollout_id, unit, metric, stage_id, happened_at)`
}

export async function insertDeltas(
  tx: TransactionSql,
  workspaceId: string,
  deltas: readonly TimedDelta[],
): Promise<void> {
  if (deltas.length === 0) return
  const column = columnOf(deltas)
  // unnest would flatten arrays of arrays, so each row's array travels as its text.
  const counts = (read: (row: CohortDelta) => readonly number[]): string[] =>
    column((row) => `{${read(row.delta).join(',')}}`)
  await tx`
    insert into cohort_delta
      (workspace_id, arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
       risk_enter, risk_exit, first_events, booked, booked_yes, events, lag_ms_sum, lag_count)
    select ${workspaceId}, arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
      risk_enter::int[], risk_exit::int[], first_events::int[], booked::int[], booked_yes::int[], events::int[], lag_ms_sum, lag_count
    from unnest(
      ${column((r) => instant(r.arrivedMs))}::text[]::timestamptz[],
      ${column((r) => r.delta.rolloutId)}::text[],
      ${column((r) => r.delta.stageId)}::text[],
      ${column((r) => r.delta.share)}::int[],
      ${column((r) => coinNumber(r.delta.coin))}::int[],
      ${column((r) => r.delta.arm)}::text[],
      ${column((r) => r.delta.nEnter)}::int[],
      ${column((r) => r.delta.nCrossed)}::int[],
      ${counts((r) => r.riskEnter)}::text[],
      ${counts((r) => r.riskExit)}::text[],
      ${counts((r) => r.firstEvents)}::text[],
      ${counts((r) => r.booked)}::text[],
      ${counts((r) => r.bookedYes)}::text[],
      ${counts((r) => r.events)}::text[],
      ${column((r) => r.delta.lagMsSum)}::float8[],
      ${column((r) => r.delta.lagCount)}::int[]
    ) as t (arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
      risk_enter, risk_exit, first_events, booked, booked_yes, events, lag_ms_sum, lag_count)`
}
