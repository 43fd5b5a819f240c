import { type Answer } from './answer'
import { type Job, playJobs } from './simulate/crew'
import { isClose, judge, type Judged } from './simulate/judge'
import { type Seen } from './simulate/play'
import { changedRow, chooseRows, type Options, readOptions, SIMULATE_USAGE } from './simulate/options'
import { type Row, ROWS, watchedBy } from './simulate/rows'
import { tableOf } from './simulate/table'

const QUICK = 60
const MORE = 3
/** So many jobs for each row: small ones, so that threads end together. */
const JOBS = 40
const TELL_MS = 5000

/**
 * What the engine promises, held against thousands of simulated rollouts (statistics.md §6). Exit 0 when no row misses
 * its bar, 1 when one does.
 */
export async function simulate(args: readonly string[]): Promise<Answer> {
  const read = readOptions(args)
  if (!read.ok) return wrong(read.message)
  const options = read.value
  if (options.help) return { code: 0, text: SIMULATE_USAGE, data: null }
  if (options.list)
    return answer(
      0,
      listed(),
      ROWS.map(({ name, says }) => ({ row: name, says })),
      options,
    )
  const chosen = chooseRows(options)
  if (!chosen.ok) return wrong(chosen.message)
  const rows: Row[] = []
  for (const row of chosen.value) {
    const changed = changedRow(row, options)
    if (!changed.ok) return wrong(changed.message)
    rows.push(changed.value)
  }
  const judged = await measure(rows, options)
  const isMissed = judged.some(({ state }) => state === 'missed')
  return answer(isMissed ? 1 : 0, tableOf(judged, options.seed), { seed: options.seed, rows: judged }, options)
}

const answer = (code: 0 | 1, text: string, data: unknown, { json }: Options): Answer => ({
  code,
  text: json ? JSON.stringify(data, null, 2) : text,
  data,
})

/**
 * Plays the rows and judges them. Rows whose false alarms are few enough but not yet surely so are played on: three times
 * the repetitions, once, and only where nobody said how many.
 */
async function measure(rows: readonly Row[], options: Options): Promise<Judged[]> {
  const { seed, quick, repetitions } = options
  const count = (row: Row): number => repetitions ?? Math.ceil(row.repetitions / (quick ? QUICK : 1))
  const first = rows.flatMap((row) => jobsOf(row, seed, 0, count(row)))
  const played = pairsOf(first, await playAll(first, options))
  const judged = judgeAll(rows, played)
  if (quick || repetitions !== undefined) return judged
  const close = rows.filter((_, i) => judged[i] && isClose(judged[i]))
  const more = close.flatMap((row) => jobsOf(row, seed, count(row), MORE * count(row)))
  return judgeAll(rows, [...played, ...pairsOf(more, await playAll(more, options))])
}

type Played = { row: string; seen: Seen[] }
const pairsOf = (jobs: readonly Job[], seen: readonly Seen[][]): Played[] =>
  jobs.map((job, i) => ({ row: job.row, seen: seen[i] ?? [] }))

const playAll = (jobs: readonly Job[], { workers }: Options): Promise<Seen[][]> =>
  playJobs(jobs, { workers, script: process.argv[1] ?? '', tell: progress(jobs) })

function judgeAll(rows: readonly Row[], played: readonly Played[]): Judged[] {
  const seenIn = (name: string): Seen[] => played.flatMap((one) => (one.row === name ? one.seen : []))
  return rows.map((row) => {
    const of = 'of' in row.measure ? row.measure.of : [row.name]
    const worlds = of.flatMap((name) => rows.find((one) => one.name === name)?.world ?? [])
    return judge(row, of.map(seenIn), worlds)
  })
}

function jobsOf(row: Row, seed: number, from: number, to: number): Job[] {
  if ('of' in row.measure || to <= from) return []
  const each = Math.ceil((to - from) / JOBS)
  return Array.from({ length: Math.ceil((to - from) / each) }, (_, i) => ({
    row: row.name,
    world: row.world,
    watched: watchedBy(row),
    seed,
    from: from + i * each,
    to: Math.min(from + (i + 1) * each, to),
  }))
}

/** A line now and then, beside the answer. */
function progress(jobs: readonly Job[]): (done: number) => void {
  const startMs = Date.now()
  let toldMs = startMs
  return (done) => {
    if (Date.now() - toldMs < TELL_MS) return
    toldMs = Date.now()
    const part = `${Math.floor((100 * done) / jobs.length)} %`
    process.stderr.write(
      `simulate: ${part} after ${Math.round((toldMs - startMs) / 1000)} s, ${jobs[done]?.row ?? ''}\n`,
    )
  }
}

const listed = (): string => {
  const width = Math.max(...ROWS.map(({ name }) => name.length))
  return ROWS.map(({ name, says }) => `${name.padEnd(width)}  ${says}`).join('\n')
}

const wrong = (message: string): Answer => ({
  code: 2,
  text: `${message}\n\n${SIMULATE_USAGE}`,
  data: { ok: false, message },
})
