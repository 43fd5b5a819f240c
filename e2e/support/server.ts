import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The seed of the demo takes most of it. */
const START_MS = 240_000
const LOOK_EVERY_MS = 250

export type RunningServer = {
  url: string
  dataDir: string
  process: ChildProcess
  /** What it has printed so far. */
  output: () => string
  /** Ends it as a terminal would; the folder goes too if it was made here. */
  stop: () => Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}

type Options = { dataDir?: string; port?: number; args?: string[]; env?: Record<string, string> }

/**
 * Starts the built product as a visitor would, with a data folder of its own, and waits until its screens answer.
 * @param dataDir a folder to start again in; a new one unless given, removed by `stop`
 */
export async function startServer({ dataDir, port, args = [], env = {} }: Options = {}): Promise<RunningServer> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'soundings-e2e-'))
  const usedPort = port ?? (await freePort())
  const child = spawn(process.execPath, ['dist/main.mjs', ...args], {
    env: {
      ...process.env,
      SOUNDINGS_DATA: folder,
      PORT: String(usedPort),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const take = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const url = `http://localhost:${usedPort}`
  const deadline = Date.now() + START_MS
  // The gateway answers first, the screens follow.
  while (!(await answers(`${url}/signin`))) {
    if (hasEnded() || Date.now() > deadline) throw new Error(`the server did not start:\n${output}`)
    await sleep(LOOK_EVERY_MS)
  }
  return {
    url,
    dataDir: folder,
    process: child,
    output: () => output,
    stop: async () => {
      if (!hasEnded()) {
        const gone = new Promise<void>((resolve) => {
          child.once('exit', () => resolve())
        })
        child.kill('SIGTERM')
        await gone
      }
      if (!dataDir) rmSync(folder, { recursive: true, force: true })
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  )
