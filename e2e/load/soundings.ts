import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const START_MS_MAX = 90_000
const EMAIL = 'bench@soundings.localhost'
const PASSWORD = 'only-for-this-bench-run'

const FirstStart = z.object({
  url: z.string(),
  environments: z.record(z.string(), z.object({ client: z.string(), server: z.string() })),
  keys: z.object({ admin: z.string() }),
})

export type Soundings = {
  url: string
  port: number
  environment: string
  keys: { client: string; server: string; admin: string }
  databaseUrl: string
  /** Resident memory of the process that serves flags, in bytes. */
  memory(): number
  /** Cookie header of a signed-in browser. */
  signIn(): Promise<string>
  stop(): Promise<void>
}

/** A server of our own in a new folder, on a free port, with a database of its own; `stop` leaves nothing behind. */
export async function startSoundings(): Promise<Soundings> {
  const dataDir = mkdtempSync(join(tmpdir(), 'soundings-bench-'))
  const log = join(dataDir, 'server.log')
  const { DATABASE_URL: _, AUTH_URL: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['dist/main.mjs'], {
    stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
    env: {
      ...inherited,
      SOUNDINGS_DATA: dataDir,
      SOUNDINGS_ADMIN_EMAIL: EMAIL,
      SOUNDINGS_ADMIN_PASSWORD: PASSWORD,
      PORT: '0',
      HOST: '127.0.0.1',
    },
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
    rmSync(dataDir, { recursive: true, force: true })
  }
  // Not the hard way: the server must take its database along.
  process.once('exit', () => child.kill('SIGTERM'))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const file = join(dataDir, 'first-start.json')
  const isUp = await comesTrue(async () => {
    if (hasEnded()) throw new Error(`the server ended:\n${readFileSync(log, 'utf8').slice(-2000)}`)
    return existsSync(file) && (await answers(`${readFirstStart(file).url}/signin`))
  })
  if (!isUp) {
    await stop()
    throw new Error('the server did not come up in time')
  }
  const { url, environments, keys } = readFirstStart(file)
  const environment = 'development'
  const ofEnvironment = environments[environment]
  if (!ofEnvironment) throw new Error(`no keys for ${environment}`)
  return {
    url,
    port: Number(new URL(url).port),
    environment,
    keys: { ...ofEnvironment, admin: keys.admin },
    databaseUrl: databaseUrlOf(dataDir),
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).toString()) * 1024,
    signIn: () => signIn(url),
    stop,
  }
}

const readFirstStart = (file: string) => FirstStart.parse(JSON.parse(readFileSync(file, 'utf8')))

/** The embedded database, as its supervisor noted it beside the data. */
function databaseUrlOf(dataDir: string): string {
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
  const { port } = z
    .object({ port: z.int() })
    .parse(JSON.parse(readFileSync(join(dataDir, 'postgres-supervisor.json'), 'utf8')))
  return `postgres://soundings:${password}@127.0.0.1:${port}/soundings`
}

async function signIn(url: string): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await asked.json())
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(asked), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email: EMAIL, password: PASSWORD }),
  })
  const cookie = cookiesOf(answer)
  if (!cookie.includes('session-token')) throw new Error(`sign-in answered ${answer.status}`)
  return cookie
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

/** Asks again and again. @returns false when it never came true in time */
async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + START_MS_MAX
  while (Date.now() < until) {
    if (await condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
