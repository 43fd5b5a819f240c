import { spawn } from 'node:child_process'
import { open, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { commandAs, type PostgresUser } from './postgres-user'

/** Modest for a machine of two cores, generous for telemetry; errors are logged without the data they are about. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  work_mem: '32MB',
  max_wal_size: '4GB',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** A log that grew past this is begun anew at the next start. */
const LOG_BYTES_MAX = 16 * 2 ** 20

export type Launch = {
  postgres: string
  user: PostgresUser
  clusterDir: string
  logPath: string
  port: number
  settings: Readonly<Record<string, string>>
}

export type Launched = {
  pid: number
  running: () => boolean
  ended: Promise<void>
  /** What the server has printed since this launch. */
  printed: () => Promise<string>
}

/** Starts the server program; whether it becomes ready is for the caller to see. */
export async function launchPostgres(launch: Launch): Promise<Launched> {
  const offset = (await stat(launch.logPath).catch(() => null))?.size ?? 0
  const fresh = offset > LOG_BYTES_MAX
  const log = await open(launch.logPath, fresh ? 'w' : 'a', 0o600)
  const settings = { ...SETTINGS, port: String(launch.port), ...launch.settings }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = commandAs(launch.user, launch.postgres, ['-D', launch.clusterDir, ...options])
  try {
    // A file, not a pipe: the server outlives us when we are killed. Detached: Ctrl-C in the terminal is for us;
    // we end the server when nobody needs it any more.
    const child = spawn(command.file, command.args, {
      ...command.options,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    child.unref()
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const printed = async () =>
      (await readFile(launch.logPath))
        .subarray(fresh ? 0 : offset)
        .toString()
        .trim()
    const running = () => child.exitCode === null && child.signalCode === null
    return { pid: child.pid ?? 0, running, ended, printed }
  } finally {
    await log.close()
  }
}

/** The port asked for when it is free (clients keep their url over a restart), else any free one. */
export async function freePort(wanted: number): Promise<number> {
  return listenOnce(wanted).catch(() => listenOnce(0))
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port)
        else reject(new Error('no port'))
      })
    })
  })
}
