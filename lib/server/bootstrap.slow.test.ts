import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'

// A project of its own, with one package to install, a build that writes a program, and the real bootstrap.
const build = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
mkdirSync('dist', { recursive: true })
appendFileSync('builds', 'x')
writeFileSync('dist/main.mjs', \`
  import { greet } from 'greeter'
  if (process.argv.includes('--wait')) {
    process.on('SIGTERM', () => process.exit(7))
    setInterval(() => {}, 1000)
  } else process.exitCode = 3
  console.log(greet(process.argv.slice(2)))
\`)`
const files = {
  'package.json': JSON.stringify({
    name: 'project',
    type: 'module',
    scripts: { build: 'node build.cjs' },
    dependencies: { greeter: 'file:greeter' },
  }),
  'greeter/package.json': JSON.stringify({ name: 'greeter', version: '1.0.0', type: 'module', exports: './index.js' }),
  'greeter/index.js': 'export const greet = (args) => `hello ${args}`',
  'build.cjs': build,
  'lib/page.ts': '',
}

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'soundings-bootstrap-'))
  await Promise.all(['greeter', 'lib/server'].map((folder) => mkdir(join(root, folder), { recursive: true })))
  await copyFile(join(import.meta.dirname, 'bootstrap.mjs'), join(root, 'lib/server/bootstrap.mjs'))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(root, name), text)))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const start = (...args: string[]) =>
  spawn(process.execPath, ['lib/server/bootstrap.mjs', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })

async function run(...args: string[]): Promise<{ code: unknown; lines: string[] }> {
  const child = start(...args)
  const ended = once(child, 'close')
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) lines.push(line)
  const [code] = await ended
  return { code, lines }
}

const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).length

test('a fresh clone: installs, builds, runs, and passes arguments and exit code through', async () => {
  const { code, lines } = await run('demo', '--port=0')
  expect(code).toBe(3)
  expect(lines[0]).toMatch(/^Installing packages/)
  expect(lines).toContainEqual(expect.stringMatching(/^Building/))
  expect(lines.at(-1)).toBe('hello --demo,--port=0')
})

test('again: neither installs nor builds; after an edit it builds, after an edit of a test it does not', async () => {
  await run('start')
  expect((await run('start')).lines).toEqual(['hello '])
  await writeFile(join(root, 'lib/page.test.ts'), '')
  await utimes(join(root, 'lib'), new Date(0), new Date(0)) // the new name changed the folder; its text is what counts here
  expect((await run('start')).lines).toEqual(['hello '])
  await writeFile(join(root, 'lib/page.ts'), 'edited')
  expect((await run('start')).code).toBe(3)
  expect(await builds()).toBe(2)
})

test('a lock file newer than what is installed: updates', async () => {
  await run('start')
  const soon = new Date(Date.now() + 60_000)
  await utimes(join(root, 'package-lock.json'), soon, soon)
  expect((await run('start')).lines[0]).toMatch(/^Updating packages/)
})

test('a build that fails is the end, with its code', async () => {
  await writeFile(join(root, 'build.cjs'), 'process.exit(5)')
  const { code, lines } = await run('start')
  expect(code).toBe(5)
  expect(lines.at(-1)).toBe('The build failed.')
})

test('SIGTERM reaches the program, and its exit code comes back', async () => {
  const child = start('start', '--wait')
  for await (const line of createInterface(child.stdout)) if (line.startsWith('hello')) break
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([7, null])
})

test('an unknown command names the known ones', async () => {
  const { code, lines } = await run('dance')
  expect(code).toBe(2)
  expect(lines).toEqual(['Usage: node lib/server/bootstrap.mjs <demo|start|dev|bench|seed|test>'])
})
