import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLibraryLinks } from './postgres-binaries'

test('makes the library links that an install script would have made, and may be repeated', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundings-links-'))
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await mkdir(join(folder, 'native', 'lib'), { recursive: true })
  await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  await Promise.all([createLibraryLinks(folder), createLibraryLinks(folder)])
  await createLibraryLinks(folder)
  expect(await readlink(join(folder, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  await rm(folder, { recursive: true })
})

test('a package without a list of links (macOS) needs none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundings-links-'))
  await expect(createLibraryLinks(folder)).resolves.toBeUndefined()
  await rm(folder, { recursive: true })
})
