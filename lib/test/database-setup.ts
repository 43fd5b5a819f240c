import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../platform/embedded-postgres'
import { migrate } from '../platform/migrate'
import { createDatabase, dropDatabase, listDatabases, withDatabase } from './database-admin'
import { sweepLeftovers, TEST_DATA } from './sweep'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser url of the server that this run uses. */
    serverUrl: string
    /** Begins the name of every database of this run. */
    databasePrefix: string
  }
}

/** Nothing here needs to survive a crash of the machine. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/**
 * Global setup of the project `database`: a server (TEST_DATABASE_URL, a superuser url of any Postgres 15 or later,
 * else a temporary one of our own) and in it one migrated database that tests clone.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer()
  const databasePrefix = `soundings_${randomBytes(4).toString('hex')}_`
  const close = async () => {
    // What tests left behind goes too: also that of tests which failed before their own drop.
    const left = await listDatabases(server.url, databasePrefix)
    await Promise.all(left.map((name) => dropDatabase(server.url, name)))
    await server.close()
  }
  try {
    await createDatabase(server.url, `${databasePrefix}template`)
    await migrate(withDatabase(server.url, `${databasePrefix}template`))
  } catch (error) {
    await close()
    throw error
  }
  project.provide('serverUrl', server.url)
  project.provide('databasePrefix', databasePrefix)
  return close
}

type Server = { url: string; close: () => Promise<void> }

async function openServer(): Promise<Server> {
  const url = process.env['TEST_DATABASE_URL']
  if (url) return { url, close: async () => {} }
  await sweepLeftovers()
  const dataDir = await mkdtemp(join(tmpdir(), TEST_DATA))
  const server = await startEmbeddedPostgres({ dataDir, settings: FAST })
  const close = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url: server.url, close }
}
