import { sql } from 'drizzle-orm'
import { sqlState, type Db, type Tx } from '@/lib/platform/database'

const CANCELLED = '57014'

/** A read that ends after so long; null then. For figures on a screen: better a smaller part than a late whole. */
export async function readWithin<T>(db: Db, ms: number, read: (tx: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${Math.round(ms)}`))
      return read(tx)
    })
  } catch (error) {
    if (sqlState(error) === CANCELLED) return null
    throw error
  }
}
