import { type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { type Db, type Tx } from './database'

const dialect = new PgDialect()

/**
 * Runs a statement whose text is always the same: on each connection Postgres reads and plans it once. What is kept so is
 * sent without asking first, so several of them sent together in a transaction run in that order and wait for the network once.
 */
export async function prepared<Row>(db: Db | Tx, query: SQL): Promise<Row[]> {
  const statement = db._.session.prepareQuery<{ execute: Row[]; all: unknown; values: unknown }>(
    dialect.sqlToQuery(query),
    undefined,
    'prepared',
    false,
  )
  return [...(await statement.execute())]
}

type Insert = PromiseLike<unknown> & { prepare(name: string): { execute(): Promise<unknown> } }

/** The text of an insert differs by how many rows there are: those of more than a few are not kept. */
const KEPT_ROWS = 5

/** Inserts rows, a few of them as a statement that is kept. */
export async function insertRows<Row>(rows: readonly Row[], insert: (rows: Row[]) => Insert): Promise<void> {
  if (rows.length === 0) return
  await (rows.length <= KEPT_ROWS
    ? insert([...rows])
        .prepare('few')
        .execute()
    : insert([...rows]))
}
