import { type IncomingRecord } from '../core/schema'
import { bodyKey, idKey } from './dedupe'
import { type IngestSource } from './ingest-source'
import { type Pseudonyms } from './pseudonymise'

/** What one request brought, all of one workspace. */
export type Batch = { source: IngestSource; records: readonly IncomingRecord[]; body: Uint8Array }

/** A record on its way to the tables: `unit` is its pseudonym, `key` tells whether it was taken before. */
export type Row = { source: IngestSource; record: IncomingRecord; unit: string; key: string }

/** @param bodyKey the key of the rows without an id; null when each has one */
export type PreparedBatch = { source: IngestSource; rows: readonly Row[]; bodyKey: string | null }

/** All that can be done for a batch before it is its turn to be written: its hashes. */
export function prepareBatch({ source, records, body }: Batch, pseudonyms: Pseudonyms): PreparedBatch {
  const { keyId } = source
  const whole = records.some(({ id }) => id === null) ? bodyKey(keyId, body) : null
  const rows = records.map((record) => {
    const key = record.id === null ? (whole ?? '') : idKey(keyId, record.id)
    return { source, record, unit: pseudonyms.of(source, record.unit), key }
  })
  return { source, rows, bodyKey: whole }
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
