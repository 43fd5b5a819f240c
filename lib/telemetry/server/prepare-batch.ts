import { type Alias, type IncomingRecord } from '../core/schema'
import { bodyKey, idKey } from './dedupe'
import { type IngestSource } from './ingest-source'
import { type Pseudonyms } from './pseudonymise'

/** What one request brought, all of one workspace. */
export type Batch = { source: IngestSource; records: readonly IncomingRecord[]; body: Uint8Array }

/** A session as its pseudonym, or a trace by its id; 32 hex digits. */
export type RowAlias = { kind: 'session' | 'trace'; key: string }

/**
 * A record on its way to the tables: `unit` is its pseudonym, null when only its aliases may tell; `key` tells whether
 * it was taken before.
 */
export type Row = {
  source: IngestSource
  record: IncomingRecord
  unit: string | null
  aliases: readonly RowAlias[]
  key: string
}

/** @param bodyKey the key of the rows without an id; null when each has one */
export type PreparedBatch = { source: IngestSource; rows: readonly Row[]; bodyKey: string | null }

/** All that can be done for a batch before it is its turn to be written: its hashes. */
export function prepareBatch({ source, records, body }: Batch, pseudonyms: Pseudonyms): PreparedBatch {
  const { keyId } = source
  const whole = records.some(({ id }) => id === null) ? bodyKey(keyId, body) : null
  const rows = records.map((record) => {
    const key = record.id === null ? (whole ?? '') : idKey(keyId, record.id)
    const unit = record.unit === null ? null : pseudonyms.of(source, record.unit)
    return { source, record, unit, aliases: aliasesOf(source, record, pseudonyms), key }
  })
  return { source, rows, bodyKey: whole }
}

const NONE: readonly RowAlias[] = []

function aliasesOf(source: IngestSource, { aliases }: IncomingRecord, pseudonyms: Pseudonyms): readonly RowAlias[] {
  return aliases === undefined || aliases.length === 0
    ? NONE
    : aliases.map((alias) => aliasOf(source, alias, pseudonyms))
}

/** Trace ids are dice already. No unit id has a NUL in it, so none has the pseudonym of a session. */
function aliasOf(source: IngestSource, alias: Alias, pseudonyms: Pseudonyms): RowAlias {
  if (alias.startsWith('trace ')) return { kind: 'trace', key: alias.slice('trace '.length) }
  return { kind: 'session', key: pseudonyms.of(source, alias.replace(' ', '\0')) }
}

/** The rows of a group without those that it brings twice itself: the same id, or the same body once more. */
export function withoutRepeats(group: readonly PreparedBatch[]): { rows: Row[]; keys: string[] } {
  const rows: Row[] = []
  const keys = new Set<string>()
  for (const batch of group) {
    const isBodyNew = batch.bodyKey !== null && !keys.has(batch.bodyKey)
    for (const row of batch.rows) {
      if (row.key === batch.bodyKey ? !isBodyNew : keys.has(row.key)) continue
      keys.add(row.key)
      rows.push(row)
    }
  }
  return { rows, keys: [...keys] }
}
