import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { KnownKey } from './find-keys'

const KeysFile = z.object({ format: z.literal(1), keys: z.array(KnownKey).max(10_000) })

const fileOf = (folder: string) => join(folder, 'keys.json')

/** The keys kept in a folder; none when the file is missing, from another version or damaged. */
export async function loadKeys(folder: string): Promise<KnownKey[]> {
  const text = await readFile(fileOf(folder), 'utf8').catch(() => '')
  try {
    return KeysFile.parse(JSON.parse(text)).keys
  } catch {
    return [] // it is a cache: whatever cannot be read is fetched again
  }
}

/** Keeps the keys that serve flags, by hash and never in clear. The file is whole or absent, and the owner's alone. */
export async function saveKeys(folder: string, keys: readonly KnownKey[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const next = `${fileOf(folder)}.${process.pid}.next`
  const serving = keys.filter(({ key }) => key.scope === 'client' || key.scope === 'server')
  await writeFile(next, JSON.stringify({ format: 1, keys: serving }), { mode: 0o600 })
  await rename(next, fileOf(folder))
}
