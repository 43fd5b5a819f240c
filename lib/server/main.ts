import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { migrate } from '@/lib/platform/migrate'
import { startEmbeddedPostgres } from '@/lib/platform/embedded-postgres'
import { openLog, type Log } from '@/lib/platform/log'
import { Child } from './child'
import { actFile, trafficSpec, webSpec, workerSpec } from './child-specs'
import { readConfig, type Config } from './config'
import { startGateway, type Gateway } from './gateway'
import { prepare } from './prepare'

const HARD_EXIT_MS = 8000

type Running = { gateway: Gateway | null; children: Child[]; stopPostgres: () => Promise<void> }

/** data directory → Postgres → migrate → first start → children → listen. */
async function start(config: Config, log: Log): Promise<Running> {
  const postgres = config.databaseUrl
    ? { url: config.databaseUrl, stop: () => Promise.resolve() }
    : await startEmbeddedPostgres({ dataDir: config.dataDir, log: (line: string) => log.info(line) })
  const url = postgres.url
  // A process that starts while its database is away still serves the flags it has on disk.
  const migrated = await migrate(url)
    .then(() => true)
    .catch((error: unknown) => {
      if (!config.databaseUrl) throw error
      log.error({ err: error }, 'the database cannot be reached; serving the last known flags')
      return false
    })
  const prepared = migrated ? await prepare(config, url, log) : { authSecret: null, greeting: null }
  const children: Child[] = []
  if (config.seedOnly) return { gateway: null, children, stopPostgres: () => postgres.stop() }
  const web = config.role === 'all' || config.role === 'web' ? await webSpec(config, url, prepared.authSecret) : null
  if (web) children.push(new Child(web.spec, log))
  if (config.role === 'all' || config.role === 'worker') children.push(new Child(workerSpec(config, url), log))
  for (const child of children) child.start()
  const gateway =
    config.role === 'all' || config.role === 'gateway'
      ? await startGateway({ config, url, webPort: web?.port ?? null, children, log, onPage: demoAct(config) })
      : null
  if (config.demo && gateway) children.push(startTraffic(config, gateway.url, log))
  if (prepared.greeting && gateway) process.stdout.write(prepared.greeting(gateway.url))
  return { gateway, children, stopPostgres: () => postgres.stop() }
}

/** The live traffic of the demo is a client like any other: it knows an address and a key. */
function startTraffic(config: Config, url: string, log: Log): Child {
  const traffic = new Child(trafficSpec(config, url), log)
  traffic.start()
  return traffic
}

/** The live act begins 40 s after somebody first looks at the rollouts. */
function demoAct(config: Config): () => void {
  if (!config.demo) return () => undefined
  rmSync(actFile(config), { force: true })
  return () => {
    if (!existsSync(actFile(config))) writeFileSync(actFile(config), '')
  }
}

async function stop(running: Running, log: Log): Promise<void> {
  setTimeout(() => {
    log.error('stopping took too long; leaving now')
    process.exit(1)
  }, HARD_EXIT_MS).unref()
  await running.gateway?.close()
  await Promise.all(running.children.map((child) => child.stop(4000)))
  await running.stopPostgres()
}

const log = openLog('main')
try {
  const config = readConfig(process.argv.slice(2), process.env)
  const running = await start(config, log)
  if (config.seedOnly) {
    await running.stopPostgres()
    process.exit(0)
  }
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      stop(running, log).then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
} catch (error) {
  process.stderr.write(`\nSoundings could not start.\n${wordsOf(error)}\n`)
  process.exit(1)
}

/** What to do about the usual reason; the message itself for all others. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message
  const port = 'port' in error ? `Port ${String(error.port)}` : 'Its port'
  return `${port} is taken by another program. End that one, or name another: PORT=4100 npm run demo`
}
