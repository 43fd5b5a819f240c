import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { isAlive, isPostmaster } from './postgres-postmaster'

/** Who looks after which server process, and the port it has. */
const Supervision = z.object({
  supervisorPid: z.int().positive(),
  serverPid: z.int().positive(),
  port: z.int().min(0).max(65_535),
})
export type Supervision = z.infer<typeof Supervision>

const LOOK_EVERY_MS = 20
const FAST_SHUTDOWN_MS = 4000
const IMMEDIATE_SHUTDOWN_MS = 6000

/** An unreadable note counts as none: it only ever costs a new port. */
export async function readSupervision(path: string): Promise<Supervision | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return Supervision.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export async function writeSupervision(path: string, supervision: Supervision): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(supervision), { mode: 0o600 })
  await rename(draft, path)
}

/** True when one of us started this server, was killed and left it behind; false for one started by other means. */
export const isOrphaned = (serverPid: number, supervision: Supervision | null): boolean =>
  supervision !== null && supervision.serverPid === serverPid && !isAlive(supervision.supervisorPid)

/**
 * Fast shutdown (SIGINT: transactions roll back, then a checkpoint); if that takes too long the immediate one
 * (SIGQUIT: the next start recovers, nothing committed is lost).
 */
export async function shutDown(pid: number, clusterDir: string): Promise<void> {
  signalPostmaster(pid, 'SIGINT')
  if (await hasGone(pid, clusterDir, FAST_SHUTDOWN_MS)) return
  signalPostmaster(pid, 'SIGQUIT')
  if (await hasGone(pid, clusterDir, IMMEDIATE_SHUTDOWN_MS)) return
  throw new Error(`Postgres (process ${pid}) does not end.`)
}

export function signalPostmaster(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone already, which is what we want
  }
}

async function hasGone(pid: number, clusterDir: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (isAlive(pid) && (await isPostmaster(pid, clusterDir))) {
    if (Date.now() > deadline) return false
    await sleep(LOOK_EVERY_MS)
  }
  return true
}
