import { assert, property, string } from 'fast-check'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPostmaster, parsePostmasterPid } from './postgres-postmaster'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundings-postmaster-'))
})
afterAll(() => rm(folder, { recursive: true }))

const pidFile = (pid: number, status: string) =>
  [pid, folder, 1_766_000_000, 5433, '', '127.0.0.1', '  11739   7', status].join('\n')

test('reads pid, port and status of a running server', () => {
  expect(parsePostmasterPid(pidFile(4711, 'ready   \n'))).toEqual({ pid: 4711, port: 5433, status: 'ready' })
})

test('a file that the server has only begun to write has no port yet', () => {
  expect(parsePostmasterPid('4711\n/data\n1766000000\n')).toEqual({ pid: 4711, port: 0, status: '' })
})

test('anything else is no server', () => {
  assert(
    property(string(), (text) => {
      const found = parsePostmasterPid(text)
      return found === null || (found.pid > 0 && found.port >= 0)
    }),
  )
  expect(parsePostmasterPid('')).toBeNull()
  expect(parsePostmasterPid('-1\n')).toBeNull()
})

test('a pid that belongs to another program now: no server, and the file is removed', async () => {
  await writeFile(join(folder, 'postmaster.pid'), pidFile(process.pid, 'ready'))
  expect(await findPostmaster(folder)).toBeNull()
  expect(await readdir(folder)).toEqual([])
})

test('an empty file may be a server that starts; after two seconds it is a remnant', async () => {
  const path = join(folder, 'postmaster.pid')
  await writeFile(path, '')
  expect(await findPostmaster(folder)).toBeNull()
  expect(await readdir(folder)).toEqual(['postmaster.pid'])
  await utimes(path, new Date(), new Date(Date.now() - 3000))
  expect(await findPostmaster(folder)).toBeNull()
  expect(await readdir(folder)).toEqual([])
})
