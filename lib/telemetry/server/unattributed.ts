import { type Sql, type TransactionSql } from 'postgres'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type TrackRecord } from '../core/model'
import { bytesArray, numbersArray, textsArray, wordsArray } from './array-text'
import { type Row } from './prepare-batch'

const HOUR_MS = 3_600_000
/** Records are refused after two days, and words of people look back three for what they met. */
const ALIAS_MS = 96 * HOUR_MS

/** Keeps events whose unit nobody knows yet. They count for nothing before they are taken. */
export async function holdRows(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  rows: readonly Row[],
  nowMs: number,
): Promise<void> {
  if (rows.length === 0) return
  const column = <T>(read: (row: Row) => T): T[] => rows.map(read)
  const aliasOf = (kind: 'session' | 'trace') =>
    bytesArray(column(({ aliases }) => aliases.find((alias) => alias.kind === kind)?.key ?? ''))
  await tx`
    insert into unattributed_event
      (workspace_id, environment_id, arrived_at, occurred_at, session, trace, name, value, attributes)
    select ${workspaceId}, environment_id, to_timestamp(arrived_ms / 1000), to_timestamp(occurred_ms / 1000),
      nullif(session, ''::bytea), nullif(trace, ''::bytea), name, value, attributes
    from unnest(
      ${wordsArray(column(({ source }) => source.environmentId))}::text[],
      ${numbersArray(column(({ source, record }) => (source.simulated ? record.timeMs : nowMs)))}::float8[],
      ${numbersArray(column(({ record }) => record.timeMs))}::float8[],
      ${aliasOf('session')}::bytea[],
      ${aliasOf('trace')}::bytea[],
      ${textsArray(column(({ record }) => record.name ?? ''))}::text[],
      ${numbersArray(column(({ record }) => record.value))}::float8[],
      ${textsArray(column(({ record }) => JSON.stringify(record.attributes)))}::jsonb[]
    ) as t (environment_id, arrived_ms, occurred_ms, session, trace, name, value, attributes)`
}

/** Takes the events that waited for one of these, as their unit's; what waited longer than since `sinceMs` stays. */
export async function takeWaiting(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  known: readonly { key: string; unit: string }[],
  { sinceMs, arrivedMs }: { sinceMs: number; arrivedMs: number },
): Promise<TrackRecord[]> {
  if (known.length === 0) return []
  const rows = await tx<WaitingRow[]>`
    with known as (
      select * from unnest(${bytesArray(known.map(({ key }) => key))}::bytea[], ${bytesArray(known.map(({ unit }) => unit))}::bytea[])
        as t (alias, unit)
    ), found as (
      select w.ctid, k.unit from known k join unattributed_event w on w.workspace_id = ${workspaceId} and w.session = k.alias
      union all
      select w.ctid, k.unit from known k join unattributed_event w on w.workspace_id = ${workspaceId} and w.trace = k.alias
    ), each as (select distinct on (ctid) ctid, unit from found order by ctid)
    delete from unattributed_event w using each
    where w.ctid = each.ctid and w.arrived_at >= to_timestamp(${sinceMs / 1000}::float8)
    returning encode(each.unit, 'hex') as unit, environment_id, name, value, attributes,
      (extract(epoch from occurred_at) * 1000)::float8 as time_ms`
  return rows.map(({ unit, environment_id: environmentId, time_ms: timeMs, name, value, attributes }) => ({
    kind: 'track',
    environmentId,
    unit,
    timeMs,
    arrivedMs,
    name,
    value,
    attributes: attributes ?? {},
  }))
}

type WaitingRow = {
  unit: string
  environment_id: EnvironmentId
  time_ms: number
  name: string
  value: number | null
  attributes: TrackRecord['attributes'] | null
}

/** What waited in vain, and whose sessions and traces are long over. */
export async function forgetOldAliases(sql: Sql, now: Instant): Promise<void> {
  await sql`delete from unattributed_event where arrived_at < ${instant(toMs(now) - HOUR_MS)}`
  await sql`delete from unit_alias where seen_at < ${instant(toMs(now) - ALIAS_MS)}`
}
