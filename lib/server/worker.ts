import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { run, type Runner } from 'graphile-worker'
import { tick } from '@/lib/analysis/server/tick'
import { type Lease, releaseLease, takeLease } from '@/lib/platform/lease'
import { openRuntime, type Runtime } from '@/lib/platform/runtime'
import { handlers } from './handlers'
import { crontab, tasks } from './tasks'

const TICK_MS = 1000
const LEASE_NAME = 'analysis'

/** The leader's loop: takes or renews the lease, then ticks; without the lease it only waits. */
async function lead(runtime: Runtime, holder: string, stop: AbortSignal): Promise<void> {
  let away = false
  let held: Lease | null = null
  while (!stop.aborted) {
    const startedAt = Date.now()
    try {
      held = await takeLease(runtime.database.db, LEASE_NAME, holder)
      if (held) await tick(runtime, held, runtime.now())
      if (away) runtime.log.info('the database is back; analysis goes on')
      away = false
    } catch (error) {
      if (!away) runtime.log.error({ err: error }, 'the tick failed; it runs again in a second')
      away = true
    }
    await pause(Math.max(50, TICK_MS - (Date.now() - startedAt)), stop)
  }
  if (held) await releaseLease(runtime.database.db, held).catch(() => undefined)
}

/** Sleeps, but not past the stop. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal: stop }).catch(() => undefined)
}

/** Jobs need a database from the first moment; without one they begin when it is back. */
async function startJobs(runtime: Runtime, stop: AbortSignal): Promise<Runner | null> {
  while (!stop.aborted) {
    try {
      return await run({
        connectionString: runtime.database.url,
        concurrency: 4,
        pollInterval: 1000,
        noHandleSignals: true,
        taskList: tasks(runtime),
        crontab,
      })
    } catch (error) {
      runtime.log.warn({ err: error }, 'jobs cannot start yet; trying again')
      await pause(2000, stop)
    }
  }
  return null
}

async function main(): Promise<void> {
  const url = process.env['DATABASE_URL']
  if (!url) throw new Error('The worker needs DATABASE_URL; `npm start` gives it one.')
  const runtime = openRuntime(url, 'worker', { max: 6, handlers })
  const stopping = new AbortController()
  const leading = lead(runtime, `${hostname()}:${process.pid}`, stopping.signal)
  const jobs = startJobs(runtime, stopping.signal)
  const end = async () => {
    stopping.abort()
    await Promise.allSettled([leading, jobs.then((runner) => runner?.stop())])
    await runtime.database.close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void end())
  process.once('SIGINT', () => void end())
}

await main()
