import { createHash } from 'node:crypto'
import { type TransactionSql } from 'postgres'
import { type Instant } from '@/lib/kernel/time'
import { type IncomingRecord } from '../core/schema'

const short = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}

/** Key of a record with an id: unique per workspace and sender. */
export const idKey = (keyId: string, id: string): string => short('id', keyId, id)
/** Key of a whole request body, for its records without an id: two equal clicks in it are two clicks. */
export const bodyKey = (keyId: string, body: Uint8Array): string => short('body', keyId, body)

/**
 * Notes keys as seen and returns those that were new. Ingest holds the workspace's lock, so of two equal requests one
 * sees the other's keys.
 * @param keys 32 hex digits each
 */
export async function claimKeys(
  tx: TransactionSql,
  workspaceId: string,
  keys: readonly string[],
  now: Instant,
): Promise<Set<string>> {
  const rows = await tx<{ key: string }[]>`
    insert into ingest_seen (workspace_id, key, arrived_at)
    select ${workspaceId}, decode(key, 'hex'), ${now} from unnest(${[...new Set(keys)]}::text[]) as t (key)
    on conflict do nothing
    returning encode(key, 'hex') as key`
  return new Set(rows.map((row) => row.key))
}

/** The keys of a request: one per record with an id, one for all the others together. */
export function keysOf(keyId: string, body: string, records: readonly IncomingRecord[]): string[] {
  return records.map((record) => (record.id === null ? body : idKey(keyId, record.id)))
}
