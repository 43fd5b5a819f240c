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
/** Parts whose data others stand on. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  ingest: ['pages'],
  breach: ['pages', 'ingest'],
  stops: ['pages'],
  lists: ['pages', 'feedback'],
}

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

/** In the order of a whole run; streams first, while the process is small: memory it holds already would hide theirs. */
async function measure(): Promise<Row[]> {
  const barePort = await bare.ask('listen', undefined)
  const [flag = ''] = await createFlags(soundings, FLAGS)
  const breaching = Array.from({ length: BREACHES }, (_, i) => `bench-breach-${i}`)
  const stopping = Array.from({ length: STOPS }, (_, i) => `bench-stop-${i}`)
  const background = 'bench-background'
  let perS = 0
  const parts: Record<string, readonly [doing: string, measured: () => Promise<Row[]>]> = {
    streams: ['Pushing changes to streams', () => measurePushes(soundings, loader, flag)],
    reads: ['Reading flags', () => measureReads(soundings, { loader, bare, barePort }, flag)],
    pages: [
      'Rendering pages',
      async () => {
        await startRollouts(soundings, [background, ...breaching, ...stopping])
        return [await measureCalm(soundings, loader, other)]
      },
    ],
    ingest: [
      'Sending telemetry',
      async () => {
        const told = await measureIngest(soundings, loader, background)
        perS = told.perS
        return [told.row]
      },
    ],
    breach: [
      'Breaching',
      async () => [await measureBreaches(soundings, { loader, client: other }, { flags: breaching, background, perS })],
    ],
    stops: ['Stopping', () => measureStops(soundings, loader, stopping)],
    feedback: ['Listening to what people say', async () => [await measureFeedback(soundings, loader)]],
    lists: ['Looking through years of work', () => measureLists(soundings)],
  }
  const [, , ...asked] = process.argv
  const needed = new Set(asked.flatMap((name) => [...(NEEDS[name] ?? []), name]))
  const unknown = asked.find((name) => !(name in parts))
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}. Parts: ${Object.keys(parts).join(', ')}.`)
  const rows: Row[] = []
  for (const [name, [doing, measured]] of Object.entries(parts)) {
    if (asked.length > 0 && !needed.has(name)) continue
    say(`${doing} …`)
    rows.push(...(await measured()))
  }
  return rows
}
