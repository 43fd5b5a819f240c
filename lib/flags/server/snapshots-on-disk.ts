import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { StageServed } from '../core/schema'
import type { LoadedSnapshot } from './served-snapshot'

const OnDisk = z.object({
  environmentId: EnvironmentId,
  workspaceId: WorkspaceId,
  key: z.string(),
  revision: z.int(),
  hash: z.string(),
  text: z.string(),
  stages: z.record(z.string(), StageServed),
  createdAt: Instant,
})

/** Writes beside and renames, so that a crash leaves the old file or the new one, never half of one. */
export async function writeSnapshot(folder: string, snapshot: LoadedSnapshot): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${snapshot.environmentId}.json`)
  const beside = `${file}.${process.pid}.tmp`
  await writeFile(beside, JSON.stringify(snapshot), { mode: 0o600 })
  await rename(beside, file)
}

/** Every snapshot that can be read; a missing folder is an empty one, a broken file is passed over and named; other files are not ours. */
export async function readSnapshots(folder: string): Promise<{ snapshots: LoadedSnapshot[]; broken: string[] }> {
  const names = await readdir(folder).catch(() => [])
  const broken: string[] = []
  const snapshots: LoadedSnapshot[] = []
  for (const name of names.filter((each) => /^env_[^.]+\.json$/.test(each))) {
    const parsed = OnDisk.safeParse(await readJson(path.join(folder, name)))
    if (parsed.success) snapshots.push(parsed.data)
    else broken.push(name)
  }
  return { snapshots, broken }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
