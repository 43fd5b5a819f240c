// What `npm run demo`, `npm test` and their siblings call. It runs before anything is installed, on any Node, so it
// is plain JavaScript and imports nothing but Node: it installs what is missing, builds what is stale, then runs the
// real program in its place.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR = 20
const NODE_MINOR = 19
const root = fileURLToPath(new URL('../..', import.meta.url))
const builtFrom = [
  'app',
  'components',
  'drizzle',
  'lib',
  'public',
  'package.json',
  'package-lock.json',
  'next.config.ts',
]
const stamp = join(root, 'dist', '.built')

const say = (line) => process.stdout.write(`${line}\n`)
const node = (...args) => run(process.execPath, args)
const built = async (...args) => (await buildIfStale()) || node(...args)

/** Each answers with an exit code. */
const commands = {
  demo: () => built('dist/main.mjs', '--demo', ...rest),
  start: () => built('dist/main.mjs', ...rest),
  dev: () => node('--import', 'tsx', 'lib/server/main.ts', '--dev', ...rest),
  bench: () => built('--import', 'tsx', 'e2e/load/bench.ts', ...rest),
  seed: () => node('--import', 'tsx', 'lib/server/main.ts', '--demo', '--seed-only', ...rest),
  test: async () => (await import('../test/run-all.mjs')).runAllTests({ root, run, buildIfStale, wasStopped, say }),
}

const [name = '', ...rest] = process.argv.slice(2)
const signals = forwardSignals()
process.exitCode = await main()

async function main() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < NODE_MAJOR || (major === NODE_MAJOR && minor < NODE_MINOR)) {
    const needed = `Node ${NODE_MAJOR}.${NODE_MINOR} or newer`
    say(`Soundings needs ${needed}, and this is ${process.versions.node}. Get one from https://nodejs.org.`)
    return 1
  }
  if (!Object.keys(commands).includes(name)) {
    say(`Usage: node lib/server/bootstrap.mjs <${Object.keys(commands).join('|')}>`)
    return 2
  }
  return (await installIfStale()) || (await commands[name]())
}

async function installIfStale() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (modified(installed) > 0 && modified(installed) >= modified(lock)) return 0
  say(existsSync(installed) ? 'Updating packages …' : 'Installing packages (the first time takes about a minute) …')
  // Without npm's own note an install that is interrupted now is seen as missing next time.
  rmSync(installed, { force: true })
  const code = await npm('install', '--no-audit', '--no-fund', '--include=dev', '--include=optional')
  if (code !== 0) say('The packages could not be installed. Is the network there, and the npm registry reachable?')
  else if (existsSync(installed)) utimesSync(installed, new Date(), new Date())
  return code
}

async function buildIfStale() {
  if (modified(stamp) > 0 && modified(stamp) >= Math.max(...builtFrom.map((path) => newest(join(root, path))))) return 0
  say('Building (about half a minute) …')
  const startedAt = new Date()
  const code = await npm('run', '--silent', 'build')
  if (code !== 0) {
    say('The build failed.')
    return code
  }
  // Dated to its start: what was edited meanwhile may have been missed, and is built next time.
  writeFileSync(stamp, '')
  utimesSync(stamp, startedAt, startedAt)
  return 0
}

/** @returns {number} when a file was last changed, in unix milliseconds; 0 when there is none */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Newest change in a file or below a folder; folders count too, so that a deleted file is noticed. Tests do not. */
function newest(path) {
  const info = statSync(path, { throwIfNoEntry: false })
  if (!info) return 0
  if (!info.isDirectory()) return info.mtimeMs
  const inside = readdirSync(path).filter((entry) => !/\.test\.tsx?$/.test(entry))
  return Math.max(info.mtimeMs, ...inside.map((entry) => newest(join(path, entry))))
}

/** npm started us in most cases and says where it is; else it is on the path. */
function npm(...args) {
  const program = process.env['npm_execpath']
  return program?.endsWith('.js') ? node(program, ...args) : run('npm', args)
}

/** Runs a program on our terminal. @returns {Promise<number>} its exit code, 128 + n when it died of signal n */
function run(file, args, env = {}) {
  if (signals.received) return Promise.resolve(exitCodeOf(signals.received))
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    signals.child = child
    child.once('error', (error) => {
      say(`${file} could not be started: ${error.message}`)
      resolve(127)
    })
    child.once('exit', (code, signal) => resolve(code ?? exitCodeOf(signal)))
  })
}

function wasStopped() {
  return signals.received !== null
}

/** We stay until the child has ended: it needs our terminal and knows how to stop. */
function forwardSignals() {
  const state = { child: null, received: null }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      state.received = signal
      // Ctrl-C in a terminal reached the child already; a second one would ask it to hurry.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) state.child?.kill(signal)
    })
  }
  return state
}

function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 1)
}
