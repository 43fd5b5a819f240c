import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { untar } from './chromium-package'

const folder = mkdtempSync(join(tmpdir(), 'soundings-untar-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an archive with much behind its end mark is unpacked whole, and nothing else is left', async () => {
  writeFileSync(join(folder, 'word'), 'soundings')
  const tar = execFileSync('tar', ['-c', '-C', folder, 'word'])
  const padded = Buffer.concat([tar, Buffer.alloc(32 * 1024 * 1024)])
  const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
  writeFileSync(join(folder, 'words.tar.br'), brotliCompressSync(padded, fast))
  mkdirSync(join(folder, 'out'))
  await untar(join(folder, 'words.tar.br'), join(folder, 'out'))
  expect(readdirSync(join(folder, 'out'))).toEqual(['word'])
  expect(readFileSync(join(folder, 'out', 'word'), 'utf8')).toBe('soundings')
})
