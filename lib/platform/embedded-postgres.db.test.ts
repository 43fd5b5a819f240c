import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventEmitter, on, once } from 'node:events'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres'
import { findPostmaster } from './postgres-postmaster'

const FAST = { fsync: 'off', shared_buffers: '16MB' }

let dataDir: string
const opened: EmbeddedPostgres[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soundings-embedded-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ stop }) => stop()))
  await rm(dataDir, { recursive: true, force: true })
})

async function start(extra: { asRoot?: 'namespace' | 'uid'; log?: (line: string) => void } = {}) {
  const server = await startEmbeddedPostgres({ dataDir, settings: FAST, ...extra })
  opened.push(server)
  return server
}

async function ask(url: string, query: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [row] = await sql.unsafe(query)
    return row && Object.values(row)[0]
  } finally {
    await sql.end()
  }
}

const modeOf = async (name: string) => ((await stat(join(dataDir, name))).mode & 0o777).toString(8)

async function serverPid(): Promise<number> {
  const found = await findPostmaster(join(dataDir, 'postgres'))
  if (!found) throw new Error('no server')
  return found.pid
}

/** Another process that starts (or adopts) a server here, prints its url and waits. */
async function supervisor(): Promise<{ process: ChildProcess; url: string }> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))}
    const server = await startEmbeddedPostgres(${JSON.stringify({ dataDir, settings: FAST })})
    console.log(server.url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const url of createInterface(child.stdout)) return { process: child, url }
  throw new Error('the supervisor ended')
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

test('starts, keeps data over a stop and keeps its port', async () => {
  const first = await start()
  expect(first.adopted).toBe(false)
  expect(await ask(first.url, `select datcollate from pg_database where datname = current_database()`)).toMatch(/^C/)
  await ask(first.url, 'create table kept as select 42 as n')
  await first.stop()
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select n from kept')).toBe(42)
})

test('data, password and log are for us alone, and only this machine gets in', async () => {
  const { url } = await start()
  expect(await modeOf('.')).toBe('700')
  expect(await modeOf('postgres')).toBe('700')
  expect(await modeOf('postgres-password')).toBe('600')
  expect(await modeOf('postgres.log')).toBe('600')
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
  const wrong = new URL(url)
  wrong.password = 'guess'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
})

test('starting twice adopts: the second leaves it running when it stops, the first ends it', async () => {
  const first = await start()
  const second = await start()
  expect(second).toMatchObject({ adopted: true, url: first.url })
  await second.stop()
  expect(await ask(first.url, 'select 1')).toBe(1)
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('two that start a new data directory at once share one server', async () => {
  const [one, two] = await Promise.all([start(), start()])
  expect(one.url).toBe(two.url)
  expect(one.adopted).not.toBe(two.adopted)
})

test('a supervisor that is killed leaves a server that the next start adopts, and ends', async () => {
  const killed = await supervisor()
  await ask(killed.url, 'create table kept as select 42 as n')
  await end(killed.process, 'SIGKILL')
  const next = await start()
  expect(next).toMatchObject({ adopted: true, url: killed.url })
  expect(await ask(next.url, 'select n from kept')).toBe(42)
  await next.stop()
  expect(await findPostmaster(join(dataDir, 'postgres'))).toBeNull()
  await expect(ask(next.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to a supervisor that does nothing about it ends the server too',
  async (signal) => {
    const { process: program, url } = await supervisor()
    await end(program, signal)
    expect(program.signalCode).toBe(signal)
    await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
    expect(await findPostmaster(join(dataDir, 'postgres'))).toBeNull()
  },
)

test('the server leads a process group of its own: Ctrl-C in a terminal does not reach it', async () => {
  await start()
  expect(process.kill(-(await serverPid()), 0)).toBe(true)
})

test('a server that is killed comes back on the same port with everything that was committed', async () => {
  const lines: string[] = []
  const log = new EventEmitter()
  log.on('line', (line: string) => lines.push(line))
  const { url } = await start({ log: (line) => void log.emit('line', line) })
  await ask(url, 'create table kept as select 42 as n')
  process.kill(await serverPid(), 'SIGKILL')
  for await (const [line] of on(log, 'line')) if (String(line).startsWith('Postgres runs again')) break
  expect(await ask(url, 'select n from kept')).toBe(42)
  expect(lines).toContain('Postgres ended by itself; starting it again')
})

test('another program on its port: it takes another one', async () => {
  const first = await start()
  await first.stop()
  const stranger = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(stranger, 'listening')
  const second = await start()
  expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
  stranger.close()
})

test('a start that fails says what Postgres said', async () => {
  const { stop } = await start()
  await stop()
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '9\n')
  await expect(start()).rejects.toThrow(/database files are incompatible with server/)
})

test('an initdb that was interrupted leaves nothing in the way', async () => {
  await mkdir(join(dataDir, 'postgres.new-000000', 'base'), { recursive: true })
  expect(await ask((await start()).url, 'select 1')).toBe(1)
})

test.each(['namespace', 'uid'] as const)('root runs it by %s, and a later start goes by the owner', async (asRoot) => {
  const first = await start({ asRoot })
  expect(await ask(first.url, 'select 1')).toBe(1)
  const asOther = process.getuid?.() === 0 && asRoot === 'uid'
  expect((await stat(join(dataDir, 'postgres'))).uid).toBe(asOther ? 1000 : process.getuid?.())
  await first.stop()
  expect(await ask((await start()).url, 'select 1')).toBe(1)
})
