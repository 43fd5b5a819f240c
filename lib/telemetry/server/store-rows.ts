import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import { type BatchOutput, type EvidenceRecord, type TimedDelta } from '../core/model'
import { type CohortDelta } from '../core/schema'
import { bytesArray, numbersArray, textsArray, wordsArray } from './array-text'
import { coinNumber } from './coin-number'

const columnOf =
  <Row>(rows: readonly Row[]) =>
  <T>(read: (row: Row) => T): T[] =>
    rows.map(read)

/** Raw rows, as they came; units are pseudonyms already. */
export async function insertEvents(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  records: readonly EvidenceRecord[],
): Promise<void> {
  if (records.length === 0) return
  const column = columnOf(records)
  // What is the same in most rows is sent once: a row's times as distances from one moment, its environment as a place.
  const fromMs = records[0]?.arrivedMs ?? 0
  const environments = [...new Set(column((r) => r.environmentId))]
  await tx`
    insert into telemetry_event
      (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name, variant, revision, value, attributes)
    select ${workspaceId}, (${wordsArray(environments)}::text[])[environment],
      to_timestamp((${fromMs}::float8 + arrived_ms) / 1000), to_timestamp((${fromMs}::float8 + occurred_ms) / 1000),
      kind, unit, name, variant, revision, value, attributes
    from (select
      unnest(${numbersArray(column((r) => environments.indexOf(r.environmentId) + 1))}::int[]) as environment,
      unnest(${numbersArray(column((r) => r.arrivedMs - fromMs))}::float8[]) as arrived_ms,
      unnest(${numbersArray(column((r) => r.timeMs - fromMs))}::float8[]) as occurred_ms,
      unnest(${wordsArray(column((r) => r.kind))}::text[]) as kind,
      unnest(${bytesArray(column((r) => r.unit))}::bytea[]) as unit,
      unnest(${textsArray(column((r) => (r.kind === 'exposure' ? r.flag : r.name)))}::text[]) as name,
      unnest(${textsArray(column((r) => (r.kind === 'exposure' ? r.variant : null)))}::text[]) as variant,
      unnest(${numbersArray(column((r) => (r.kind === 'exposure' ? r.revision : null)))}::bigint[]) as revision,
      unnest(${numbersArray(column((r) => (r.kind === 'track' ? r.value : null)))}::float8[]) as value,
      unnest(${textsArray(column((r) => jsonOf(r.attributes)))}::jsonb[]) as attributes
    ) as t`
}

/** Most records have no attributes, and null takes no room. */
const jsonOf = (attributes: EvidenceRecord['attributes']): string | null =>
  Object.keys(attributes).length === 0 ? null : JSON.stringify(attributes)

/** New entries, and the crossing of old ones; which is which was read under the lock. */
export async function storeEntries(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  entries: BatchOutput['entries'],
): Promise<void> {
  await Promise.all([
    insertEntries(
      tx,
      workspaceId,
      entries.filter(({ isNew }) => isNew),
    ),
    crossEntries(
      tx,
      workspaceId,
      entries.filter(({ isNew }) => !isNew),
    ),
  ])
}

async function insertEntries(tx: TransactionSql, workspaceId: WorkspaceId, entries: BatchOutput['entries']) {
  if (entries.length === 0) return
  const column = columnOf(entries)
  await tx`
    insert into unit_stage
      (workspace_id, rollout_id, unit, stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed)
    select ${workspaceId}, rollout_id, unit, stage_id, arm, coin, share,
      to_timestamp(entered_ms / 1000), to_timestamp(arrived_ms / 1000), metrics, crossed
    from (select
      unnest(${wordsArray(column((r) => r.rolloutId))}::text[]) as rollout_id,
      unnest(${bytesArray(column((r) => r.unit))}::bytea[]) as unit,
      unnest(${wordsArray(column((r) => r.entry.stageId))}::text[]) as stage_id,
      unnest(${wordsArray(column((r) => r.entry.arm))}::text[]) as arm,
      unnest(${numbersArray(column((r) => coinNumber(r.entry.coin)))}::int[]) as coin,
      unnest(${numbersArray(column((r) => r.entry.share))}::int[]) as share,
      unnest(${numbersArray(column((r) => r.entry.enteredAtMs))}::float8[]) as entered_ms,
      unnest(${numbersArray(column((r) => r.entry.arrivedMs))}::float8[]) as arrived_ms,
      unnest(${numbersArray(column((r) => r.entry.metrics))}::smallint[]) as metrics,
      unnest(${wordsArray(column((r) => String(r.entry.crossed)))}::boolean[]) as crossed
    ) as t`
}

async function crossEntries(tx: TransactionSql, workspaceId: WorkspaceId, entries: BatchOutput['entries']) {
  if (entries.length === 0) return
  const column = columnOf(entries)
  await tx`
    update unit_stage as s set crossed = true
    from unnest(
      ${wordsArray(column((r) => r.rolloutId))}::text[],
      ${bytesArray(column((r) => r.unit))}::bytea[],
      ${wordsArray(column((r) => r.entry.stageId))}::text[]
    ) as t (rollout_id, unit, stage_id)
    where s.workspace_id = ${workspaceId} and s.rollout_id = t.rollout_id and s.unit = t.unit and s.stage_id = t.stage_id`
}

export async function insertOutcomes(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  outcomes: BatchOutput['outcomes'],
): Promise<void> {
  if (outcomes.length === 0) return
  const column = columnOf(outcomes)
  await tx`
    insert into unit_metric (workspace_id, rollout_id, unit, metric, stage_id, happened_at)
    select ${workspaceId}, rollout_id, unit, metric, stage_id, to_timestamp(happened_ms / 1000)
    from unnest(
      ${wordsArray(column((r) => r.rolloutId))}::text[],
      ${bytesArray(column((r) => r.unit))}::bytea[],
      ${numbersArray(column((r) => r.outcome.metric))}::smallint[],
      ${textsArray(column((r) => r.outcome.stageId))}::text[],
      ${numbersArray(column((r) => r.outcome.happenedAtMs))}::float8[]
    ) as t (rollout_id, unit, metric, stage_id, happened_ms)`
}

export async function insertDeltas(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  deltas: readonly TimedDelta[],
): Promise<void> {
  if (deltas.length === 0) return
  const column = columnOf(deltas)
  // unnest would flatten arrays of arrays, so each row's array travels as its text.
  const counts = (read: (row: CohortDelta) => readonly number[] | undefined): string =>
    textsArray(
      column(({ delta }) => {
        const numbers = read(delta)
        return numbers ? numbersArray(numbers) : null
      }),
    )
  await tx`
    insert into cohort_delta
      (workspace_id, arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
       risk_enter, risk_exit, first_events, booked, booked_yes, events, moments, tails, lag_ms_sum, lag_count)
    select ${workspaceId}, arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
      risk_enter::int[], risk_exit::int[], first_events::int[], booked::int[], booked_yes::int[], events::int[],
      moments::float8[], tails::int[], lag_ms_sum, lag_count
    from unnest(
      ${textsArray(column((r) => instant(r.arrivedMs)))}::timestamptz[],
      ${wordsArray(column((r) => r.delta.rolloutId))}::text[],
      ${wordsArray(column((r) => r.delta.stageId))}::text[],
      ${numbersArray(column((r) => r.delta.share))}::int[],
      ${numbersArray(column((r) => coinNumber(r.delta.coin)))}::int[],
      ${wordsArray(column((r) => r.delta.arm))}::text[],
      ${numbersArray(column((r) => r.delta.nEnter))}::int[],
      ${numbersArray(column((r) => r.delta.nCrossed))}::int[],
      ${counts((r) => r.riskEnter)}::text[],
      ${counts((r) => r.riskExit)}::text[],
      ${counts((r) => r.firstEvents)}::text[],
      ${counts((r) => r.booked)}::text[],
      ${counts((r) => r.bookedYes)}::text[],
      ${counts((r) => r.events)}::text[],
      ${counts((r) => r.moments)}::text[],
      ${counts((r) => r.tails)}::text[],
      ${numbersArray(column((r) => r.delta.lagMsSum))}::float8[],
      ${numbersArray(column((r) => r.delta.lagCount))}::int[]
    ) as t (arrived_at, rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
      risk_enter, risk_exit, first_events, booked, booked_yes, events, moments, tails, lag_ms_sum, lag_count)`
}
