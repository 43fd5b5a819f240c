import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase, withDatabase } from './database-admin'

export type TestDatabase = { url: string; drop: () => Promise<void> }

/**
 * A migrated, empty database for one test or one test file (`*.db.test.ts`): real commits, locks and LISTEN, seen by
 * nobody else. Whatever is not dropped goes when the run ends.
 */
export async function cloneDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const prefix = inject('databasePrefix')
  const name = `${prefix}${randomBytes(6).toString('hex')}`
  await createDatabase(serverUrl, name, `${prefix}template`)
  return { url: withDatabase(serverUrl, name), drop: () => dropDatabase(serverUrl, name) }
}
