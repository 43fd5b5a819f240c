import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'

export type Db = PostgresJsDatabase
/** A transaction of drizzle; every query in it commits or rolls back together. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

export type Database = { url: string; sql: Sql; db: Db; close(): Promise<void> }

/**
 * Opens a pool. Connections are made when first used, so a process can start while Postgres is away.
 * @param url postgres:// address
 * @param max most connections
 */
export function openDatabase(
  url: string,
  { max = 10, name = 'soundings' }: { max?: number; name?: string } = {},
): Database {
  const sql = postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 5,
    // After an outage the first request tries at once; the library's own pause grows to many seconds.
    backoff: () => 0.5,
    onnotice: () => undefined,
    connection: { application_name: name, TimeZone: 'UTC' },
  })
  return { url, sql, db: drizzle(sql), close: () => sql.end({ timeout: 5 }) }
}

/** SQLSTATE of a database error, through drizzle's wrapping; null when Postgres was not reached or it is none. */
export function sqlState(error: unknown): string | null {
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof postgres.PostgresError) return current.code
    current = current.cause
  }
  return null
}

const AWAY = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300'])
const AWAY_CLIENT = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
])

/** True when the database could not be reached or went away: nothing was committed that we know of. */
export function isAway(error: unknown): boolean {
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = 'code' in current ? String(current.code) : ''
    if (AWAY.has(code) || AWAY_CLIENT.has(code)) return true
    current = current.cause
  }
  return false
}

/** Runs a transaction again after a deadlock or serialization failure; both leave nothing behind. */
export async function transact<T>(db: Db, run: (tx: Tx) => Promise<T>, attempts = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(run)
    } catch (error) {
      const state = sqlState(error)
      if (attempt >= attempts || (state !== '40P01' && state !== '40001')) throw error
      // At once it would often meet the very same lock again; the other one needs a moment to commit.
      await new Promise((resolve) => setTimeout(resolve, attempt * (20 + Math.random() * 60)))
    }
  }
}
