import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type RunningServer } from './server'

const PROGRAM = { web: /next/, worker: /worker\.mjs/ }
export type ChildName = keyof typeof PROGRAM

/** Kills one child of the product's main process, with no time for it to say goodbye. */
export async function killChild(server: RunningServer, name: ChildName): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', String(server.process.pid)])
  const line = stdout.split('\n').find((each) => PROGRAM[name].test(each))
  if (!line) throw new Error(`the ${name} process does not run:\n${stdout}`)
  process.kill(Number.parseInt(line, 10), 'SIGKILL')
}

/** Kills the main process; its children notice within half a second, and the embedded Postgres stays. */
export async function killMain(server: RunningServer): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    server.process.once('exit', () => resolve())
  })
  server.process.kill('SIGKILL')
  await gone
}

const Supervision = z.object({ serverPid: z.number(), port: z.number() })
const supervisionOf = (dataDir: string) =>
  Supervision.parse(JSON.parse(readFileSync(join(dataDir, 'postgres-supervisor.json'), 'utf8')))

/** Address of the embedded Postgres in a data folder. */
export function postgresUrl(dataDir: string): string {
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
  return `postgres://soundings:${password}@127.0.0.1:${supervisionOf(dataDir).port}/soundings`
}
