import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, USAGE } from './run'

test.each([['--help'], ['-h'], ['audit', 'verify', '--help']])('%s shows the usage', async (...args) => {
  expect(await run(args, {})).toEqual({ code: 0, text: USAGE })
})

test.each([
  [[]],
  [['audit']],
  [['audit', 'verify', 'more']],
  [['replay']],
  [['replay', 'DEC-1', 'DEC-2']],
  [['migrate', 'now']],
  [['__proto__']],
  [['audit', 'verify', '--unknown']],
  [['audit', 'verify', '--workspace']],
])('%j is wrong usage', async (args) => {
  const { code, text } = await run(args, {})
  expect(code).toBe(2)
  expect(text).toContain(USAGE)
})

test('without a database it says how to get one', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'soundings-cli-'))
  const { code, text } = await run(['audit', 'verify'], { SOUNDINGS_DATA: empty })
  await rm(empty, { recursive: true })
  expect(code).toBe(2)
  expect(text).toContain('npm start')
})

test('a database that is away leaves the question undecided', async () => {
  const closed = await closedPort()
  const { code, text } = await run(['audit', 'verify'], { DATABASE_URL: `postgres://nobody@127.0.0.1:${closed}/none` })
  expect(text).toContain('cannot be reached')
  expect(code).toBe(3)
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
