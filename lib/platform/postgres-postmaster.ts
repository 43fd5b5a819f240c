import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a running server writes into postmaster.pid; status is `starting`, `ready` or `stopping`, or empty very early. */
export type Postmaster = { pid: number; port: number; status: string }

/** Lines of postmaster.pid: pid, data directory, start time, port, socket directory, address, shared memory, status. */
export function parsePostmasterPid(text: string): Postmaster | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  return { pid, port: Number.isSafeInteger(port) && port > 0 ? port : 0, status: lines[7]?.trim() ?? '' }
}

/** Postgres creates the file and fills it a moment later; one that stays empty is the remnant of a crash. */
const FILLED_WITHIN_MS = 2000

/**
 * The server that runs on this cluster now, or null. Of files that outlived their server, Postgres itself replaces
 * those whose process is gone; those whose pid now belongs to another program (after a reboot), or that are empty,
 * would keep it from starting for ever, and are removed here.
 */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const path = join(clusterDir, 'postmaster.pid')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const postmaster = parsePostmasterPid(text)
  if (postmaster && !isAlive(postmaster.pid)) return null
  if (postmaster && (await isPostmaster(postmaster.pid, clusterDir))) return postmaster
  const writtenMs = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now()
  if (!postmaster && Date.now() - writtenMs < FILLED_WITHIN_MS) return null
  // Read again: between the two looks a new server may have replaced the file.
  if ((await readFile(path, 'utf8').catch(() => null)) === text) await rm(path, { force: true })
  return null
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // alive, and somebody else's
  }
}

/** Whether this live process is the server of that cluster, and not a stranger that got its pid. */
export async function isPostmaster(pid: number, clusterDir: string): Promise<boolean> {
  if (platform() !== 'linux') {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return stdout.includes('postgres')
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') // empty for a zombie
  if (!command.includes('postgres')) return false
  const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => null) // unreadable when another user's
  return workingDir === null || workingDir === (await realpath(clusterDir))
}
