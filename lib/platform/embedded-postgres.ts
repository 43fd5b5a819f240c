import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgresBinaries } from './postgres-binaries'
import { clusterPaths, createCluster, isCluster, openDataDirectory } from './postgres-cluster'
import { urlOf, waitUntilReady } from './postgres-connect'
import { keepRunning, launchUntilReady } from './postgres-keep'
import { freePort } from './postgres-launch'
import { findPostmaster, isAlive, type Postmaster } from './postgres-postmaster'
import { endWithUs } from './postgres-signals'
import { isOrphaned, readSupervision, shutDown, signalPostmaster, writeSupervision } from './postgres-supervision'
import { choosePostgresUser } from './postgres-user'

const ATTEMPTS = 5
const BETWEEN_ATTEMPTS_MS = 300

export type EmbeddedPostgresOptions = {
  /** Folder of the product's data (mode 700): the cluster lies in `postgres/`, password and log beside it. */
  dataDir: string
  log?: (line: string) => void
  /** Server settings over ours, such as `{ fsync: 'off' }` in tests; of no effect on an adopted server. */
  settings?: Readonly<Record<string, string>>
  /** Forces one of the two ways of running as root; normally chosen by what the machine allows. */
  asRoot?: 'namespace' | 'uid'
}

export type EmbeddedPostgres = {
  /** Superuser url of the database `soundings`. */
  url: string
  /** A server was running here already. If its supervisor lives, `stop` leaves it alone; if not, it is ours now. */
  adopted: boolean
  /** Fast shutdown (open transactions roll back); resolves when the server has gone. Repeatable. */
  stop: () => Promise<void>
}

/**
 * Starts Postgres on this data directory, or adopts the one that runs there. A server that we started is started again,
 * on the same port, when it ends unasked.
 * @throws with what Postgres itself printed, after five attempts
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { cluster } = clusterPaths(options.dataDir)
  const password = await openDataDirectory(options.dataDir)
  for (let attempt = 1; ; attempt += 1) {
    try {
      const running = await findPostmaster(cluster)
      return running ? await adopt(running, password, options) : await start(password, options)
    } catch (cause) {
      if (attempt < ATTEMPTS) {
        await sleep(BETWEEN_ATTEMPTS_MS)
        continue
      }
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`Postgres did not start in ${cluster}. ${reason}`, { cause })
    }
  }
}

async function start(password: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => {}, settings = {} } = options
  const paths = clusterPaths(dataDir)
  const { initdb, postgres } = await findPostgresBinaries()
  const user = await choosePostgresUser(dataDir, paths.cluster, options.asRoot)
  if (!(await isCluster(paths.cluster))) {
    log(`Preparing a database in ${paths.cluster}`)
    await createCluster(dataDir, initdb, user, settings['fsync'] !== 'off')
  }
  const last = await readSupervision(paths.supervisor)
  const port = await freePort(last?.port ?? 0)
  const launch = { postgres, user, clusterDir: paths.cluster, logPath: paths.log, port, settings }
  const server = await launchUntilReady(launch, password)
  const note = (serverPid: number) =>
    writeSupervision(paths.supervisor, { supervisorPid: process.pid, serverPid, port })
  await note(server.pid)
  log(`Postgres runs on port ${port}`)
  return { url: urlOf(port, password), adopted: false, stop: keepRunning(launch, server, { password, log, note }) }
}

async function adopt(running: Postmaster, password: string, options: EmbeddedPostgresOptions) {
  const { dataDir, log = () => {} } = options
  const paths = clusterPaths(dataDir)
  const { pid, port, status } = running
  if (port === 0 || status === 'stopping')
    throw new Error(`Another Postgres (process ${pid}) is ${status || 'starting'}.`)
  await waitUntilReady(port, password, () => isAlive(pid))
  const orphaned = isOrphaned(pid, await readSupervision(paths.supervisor))
  if (orphaned) await writeSupervision(paths.supervisor, { supervisorPid: process.pid, serverPid: pid, port })
  log(`Postgres runs already on port ${port}`)
  return {
    url: urlOf(port, password),
    adopted: true,
    stop: orphaned ? stopper(pid, paths.cluster) : async () => {},
  }
}

/** Stops an orphan that we adopted; it has lost its parent, so its end is not told to us and it is not started again. */
function stopper(pid: number, clusterDir: string): () => Promise<void> {
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= shutDown(pid, clusterDir).finally(forget)
    return stopped
  }
  const forget = endWithUs({ stop, signal: () => signalPostmaster(pid, 'SIGINT') })
  return stop
}
