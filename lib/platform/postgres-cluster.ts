import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { access, chmod, link, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { commandAs, giveTo, type PostgresUser } from './postgres-user'

const run = promisify(execFile)

export const SUPERUSER = 'soundings'

/** Where things lie in the data directory: the cluster, and beside it what we need to reach it. */
export const clusterPaths = (dataDir: string) => ({
  cluster: join(dataDir, 'postgres'),
  password: join(dataDir, 'postgres-password'),
  supervisor: join(dataDir, 'postgres-supervisor.json'),
  log: join(dataDir, 'postgres.log'),
})

/** Creates the data directory for us alone, and the password in it; answers with the password. */
export async function openDataDirectory(dataDir: string): Promise<string> {
  const paths = clusterPaths(dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await chmod(dataDir, 0o700)
  const draft = `${paths.password}.${randomUUID()}`
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 })
  // A link fails when the name is taken: of two processes that start at once, one sets the password.
  await link(draft, paths.password).catch(async (error: unknown) => {
    await access(paths.password).catch(() => Promise.reject(error))
  })
  await rm(draft, { force: true })
  return (await readFile(paths.password, 'utf8')).trim()
}

export const isCluster = (dir: string): Promise<boolean> =>
  access(join(dir, 'PG_VERSION')).then(
    () => true,
    () => false,
  )

/**
 * Initialises the cluster aside and moves it into place, so that an interrupted start leaves nothing half made.
 * @throws with what initdb printed
 */
export async function createCluster(dataDir: string, initdb: string, user: PostgresUser, durable: boolean) {
  const paths = clusterPaths(dataDir)
  const draft = await mkdtemp(`${paths.cluster}.new-`)
  await Promise.all([dataDir, draft, paths.password].map((path) => giveTo(user, path)))
  const common = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${paths.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...(durable ? ['--data-checksums'] : ['--no-sync']),
  ]
  try {
    await runInitdb(initdb, user, [...common, '--locale=C.UTF-8']).catch((cause: unknown) => {
      // Not every libc has C.UTF-8 (macOS before 15, old glibc); Postgres 17 and later bring their own.
      if (!String(cause).includes('invalid locale name')) throw cause
      return runInitdb(initdb, user, [...common, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'])
    })
    await rename(draft, paths.cluster).catch(async (error: unknown) => {
      if (!(await isCluster(paths.cluster))) throw error // else another process was faster, and its cluster stays
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function runInitdb(initdb: string, user: PostgresUser, options: readonly string[]): Promise<void> {
  const { file, args, options: how } = commandAs(user, initdb, options)
  await run(file, args, how).catch((cause: unknown) => {
    const printed = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Error(`initdb could not create a database: ${printed}`, { cause })
  })
}
