import { createHash, hash } from 'node:crypto'
import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { sqlState } from '@/lib/platform/database'
import { bytesArray } from './array-text'

const KEY_DIGITS = 32

/** Key of a record with an id: unique per workspace and sender. 32 hex digits. */
export const idKey = (keyId: string, id: string): string =>
  hash('sha256', `id\0${keyId}\0${id}\0`, 'hex').slice(0, KEY_DIGITS)

/** Key of a whole request body, for its records without an id: two equal clicks in it are two clicks. */
export const bodyKey = (keyId: string, body: Uint8Array): string =>
  createHash('sha256').update(`body\0${keyId}\0`).update(body).update('\0').digest('hex').slice(0, KEY_DIGITS)

/** Groups in a row that repeat nothing before a workspace's keys are taken for new again. */
const CALM_GROUPS = 100

/**
 * Notes keys as seen, for the groups of one process. Nearly always all of them are new, and to insert them as such costs
 * half of asking for each; when one is not, Postgres refuses, and for a while this workspace's are asked for.
 */
export class KeyClaims {
  /** How many groups are still to be asked for, by workspace. */
  readonly #careful = new Map<WorkspaceId, number>()

  /**
   * Returns the keys that an earlier transaction had noted. Ingest holds the workspace's lock, so of two equal requests
   * one sees the other's keys.
   * @param keys each once
   * @throws what `repeats` recognises: the transaction is lost, and the next try will answer
   */
  async claim(
    tx: TransactionSql,
    workspaceId: WorkspaceId,
    keys: readonly string[],
    now: Instant,
  ): Promise<ReadonlySet<string>> {
    const noted = bytesArray(keys)
    const careful = this.#careful.get(workspaceId) ?? 0
    const { count } = await tx`
      insert into ingest_seen (workspace_id, key, arrived_at)
      select ${workspaceId}, unnest(${noted}::bytea[]), ${now} ${careful > 0 ? tx`on conflict do nothing` : tx``}`
    if (count === keys.length) {
      if (careful > 1) this.#careful.set(workspaceId, careful - 1)
      else this.#careful.delete(workspaceId)
      return new Set()
    }
    this.#careful.set(workspaceId, CALM_GROUPS)
    // Which they were is asked only when some were known. Ours carry our own transaction.
    const rows = await tx<{ key: string }[]>`
      select encode(key, 'hex') as key from ingest_seen
      where workspace_id = ${workspaceId} and key = any(${noted}::bytea[]) and xmin <> pg_current_xact_id()::xid`
    return new Set(rows.map((row) => row.key))
  }

  /** Whether a transaction failed because keys were not new; the same group can be written at once. */
  repeats(workspaceId: WorkspaceId, error: unknown): boolean {
    if (sqlState(error) !== UNIQUE_VIOLATION || this.#careful.has(workspaceId)) return false
    this.#careful.set(workspaceId, CALM_GROUPS)
    return true
  }
}

const UNIQUE_VIOLATION = '23505'
