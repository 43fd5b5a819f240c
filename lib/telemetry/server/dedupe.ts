import { createHash, hash } from 'node:crypto'
import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { bytesArray } from './array-text'

const KEY_DIGITS = 32

/** Key of a record with an id: unique per workspace and sender. 32 hex digits. */
export const idKey = (keyId: string, id: string): string =>
  hash('sha256', `id\0${keyId}\0${id}\0`, 'hex').slice(0, KEY_DIGITS)

/** Key of a whole request body, for its records without an id: two equal clicks in it are two clicks. */
export const bodyKey = (keyId: string, body: Uint8Array): string =>
  createHash('sha256').update(`body\0${keyId}\0`).update(body).update('\0').digest('hex').slice(0, KEY_DIGITS)

/**
 * Notes keys as seen and returns those that an earlier transaction had noted. Ingest holds the workspace's lock, so of
 * two equal requests one sees the other's keys.
 * @param keys each once
 */
export async function claimKeys(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  keys: readonly string[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const noted = bytesArray(keys)
  const { count } = await tx`
    insert into ingest_seen (workspace_id, key, arrived_at)
    select ${workspaceId}, key, ${now} from unnest(${noted}::bytea[]) as t (key)
    on conflict do nothing`
  if (count === keys.length) return new Set()
  // Retries are rare: which keys they were is asked only when some are missing. Ours carry our own transaction.
  const rows = await tx<{ key: string }[]>`
    select encode(key, 'hex') as key from ingest_seen
    where workspace_id = ${workspaceId} and key = any(${noted}::bytea[]) and xmin <> pg_current_xact_id()::xid`
  return new Set(rows.map((row) => row.key))
}
