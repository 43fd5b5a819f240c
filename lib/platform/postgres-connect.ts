import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { SUPERUSER } from './postgres-cluster'

const DATABASE = 'soundings'
const LOOK_EVERY_MS = 50
/** Recovery after a crash replays at most `max_wal_size`; on a slow disk that takes minutes. */
const READY_WITHIN_MS = 300_000

export const urlOf = (port: number, password: string, database = DATABASE): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`

/**
 * Waits until the server answers, and creates our database if it has none yet.
 * @param running says whether it is worth waiting on; answers false when the server has gone
 * @throws when it has gone, is not ready in five minutes, or refuses us
 */
export async function waitUntilReady(port: number, password: string, running: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (running()) {
    const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => {} })
    try {
      const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`
      if (!found) await sql`create database ${sql(DATABASE)}`.catch(ignoreDuplicate)
      return
    } catch (error) {
      if (!isNotYet(error) || Date.now() > deadline) throw error
    } finally {
      await sql.end({ timeout: 1 })
    }
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error('The server ended before it was ready.')
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Nobody listens yet, or "the database system is starting up" (57P03). */
function isNotYet(error: unknown): boolean {
  const code = codeOf(error)
  return ['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '57P03'].some((known) => known === code)
}

/** Two processes that start together may both want to create it: 42P04 exists, 23505 exists since this moment. */
function ignoreDuplicate(error: unknown): void {
  const code = codeOf(error)
  if (code !== '42P04' && code !== '23505') throw error
}
