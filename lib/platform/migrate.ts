import { join } from 'node:path'
import { migrate as runDrizzle } from 'drizzle-orm/postgres-js/migrator'
import { runMigrations } from 'graphile-worker'
import { openDatabase } from './database'
import { projectRoot } from './root'

const LOCK = 7_364_291

/** Brings a database to the newest schema (ours and the job queue's). Safe to run at once from several processes. */
export async function migrate(url: string): Promise<void> {
  const database = openDatabase(url, { max: 2, name: 'soundings-migrate' })
  try {
    const lock = await database.sql.reserve()
    try {
      await lock`select pg_advisory_lock(${LOCK})`
      await runDrizzle(database.db, { migrationsFolder: join(projectRoot(), 'drizzle', 'migrations') })
      await runMigrations({ connectionString: url })
    } finally {
      await lock`select pg_advisory_unlock(${LOCK})`
      lock.release()
    }
  } finally {
    await database.close()
  }
}
