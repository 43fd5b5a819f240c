import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntilReady } from './postgres-connect'
import { launchPostgres, type Launch, type Launched } from './postgres-launch'
import { shutDown, signalPostmaster } from './postgres-supervision'
import { endWithUs } from './postgres-signals'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000

/**
 * Starts a server and waits until it answers.
 * @throws with what the server printed
 */
export async function launchUntilReady(launch: Launch, password: string): Promise<Launched> {
  const server = await launchPostgres(launch)
  try {
    await waitUntilReady(launch.port, password, server.running)
    return server
  } catch (cause) {
    if (server.running()) await shutDown(server.pid, launch.clusterDir)
    throw new Error((await server.printed()) || String(cause), { cause })
  }
}

type Keeping = {
  password: string
  log: (line: string) => void
  /** Told the process id of every server that replaces the first. */
  note: (serverPid: number) => Promise<void>
}

/**
 * Starts the server again whenever it ends unasked, on the same port, so that every pool finds it again.
 * @returns stops it for good
 */
export function keepRunning(launch: Launch, first: Launched, { password, log, note }: Keeping): () => Promise<void> {
  let server: Launched | null = first
  let stopped: Promise<void> | undefined
  const isStopped = () => stopped !== undefined

  async function watch(): Promise<void> {
    while (server) {
      await server.ended
      if (isStopped()) return
      log('Postgres ended by itself; starting it again')
      server = await startAgain()
      if (isStopped()) await endServer() // asked to stop while it started
    }
  }

  async function startAgain(): Promise<Launched | null> {
    for (let pauseMs = FIRST_PAUSE_MS; !isStopped(); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      // The processes of the dead server may hold its memory for a moment: then this fails and the next one works.
      try {
        const again = await launchUntilReady(launch, password)
        await note(again.pid)
        log(`Postgres runs again on port ${launch.port}`)
        return again
      } catch (error) {
        log(`Postgres did not start: ${error instanceof Error ? error.message : String(error)}`)
      }
      await sleep(pauseMs)
    }
    return null
  }

  const watching = watch()

  async function endServer(): Promise<void> {
    if (server?.running()) await shutDown(server.pid, launch.clusterDir)
  }

  async function stopNow(): Promise<void> {
    await endServer().finally(forget)
    await watching
  }

  const stop = (): Promise<void> => {
    stopped ??= stopNow()
    return stopped
  }
  const forget = endWithUs({ stop, signal: () => server?.running() && signalPostmaster(server.pid, 'SIGINT') })
  return stop
}
