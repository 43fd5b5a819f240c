import { cpus, loadavg } from 'node:os'
import { type BareJobs } from './bare'
import { measureCalm } from './calm'
import { measureBreaches, measureIngest } from './evidence'
import { measureFeedback } from './feedback'
import { createFlags, startRollouts } from './house'
import { measureLists } from './lists'
import { type LoaderJobs } from './loader'
import { Program } from './program'
import { measurePushes } from './pushes'
import { measureReads } from './reads'
import { startSoundings } from './soundings'
import { measureStops } from './stops'
import { tableText, type Row } from './table'

// Everything is compared with what this very machine can do in this very run; the whole takes about eight minutes.
const FLAGS = 50
const BREACHES = 20
const STOPS = 20

const say = (line: string): boolean => process.stderr.write(`${line}\n`)

const [busy = 0] = loadavg()
if (busy > cpus().length / 2)
  say(`Other programs keep this machine busy (load ${busy.toFixed(1)}): expect poor figures.`)
const bare = new Program<BareJobs>('bare.ts')
const [loader, other] = [new Program<LoaderJobs>('loader.ts'), new Program<LoaderJobs>('loader.ts')]
say('Starting a server and a database of our own …')
const soundings = await startSoundings()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().finally(() => process.exit(130)))
try {
  const rows = await measure()
  process.stdout.write(`\n${tableText(rows)}\n`)
  process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1
} finally {
  await end()
}

function end(): Promise<void> {
  for (const program of [bare, loader, other]) program.end()
  return soundings.stop()
}

async function measure(): Promise<Row[]> {
  const barePort = await bare.ask('listen', undefined)
  const [flag = ''] = await createFlags(soundings, FLAGS)
  // First, while the process is small: memory it holds already would hide what streams cost.
  say('Pushing changes to streams …')
  const pushes = await measurePushes(soundings, loader, flag)
  say('Reading flags …')
  const reads = await measureReads(soundings, { loader, bare, barePort }, flag)
  const breaching = Array.from({ length: BREACHES }, (_, i) => `bench-breach-${i}`)
  const stopping = Array.from({ length: STOPS }, (_, i) => `bench-stop-${i}`)
  const background = 'bench-background'
  await startRollouts(soundings, [background, ...breaching, ...stopping])
  say('Rendering pages …')
  const calm = await measureCalm(soundings, loader, other)
  say('Sending telemetry …')
  const { row: ingest, perS } = await measureIngest(soundings, loader, background)
  say('Breaching …')
  const breach = await measureBreaches(soundings, { loader, client: other }, { flags: breaching, background, perS })
  say('Stopping …')
  const stops = await measureStops(soundings, loader, stopping)
  say('Listening to what people say …')
  const feedback = await measureFeedback(soundings, loader)
  say('Looking through years of work …')
  const lists = await measureLists(soundings)
  return [...reads, calm, ...pushes, ingest, breach, ...stops, feedback, ...lists]
}
