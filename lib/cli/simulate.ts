import { type Answer } from './answer'
import { type Job, playJobs } from './simulate/crew'
import { judge } from './simulate/judge'
import { changedRow, chooseRows, type Options, readOptions, SIMULATE_USAGE } from './simulate/options'
import { type Row, ROWS, watchedBy } from './simulate/rows'
import { tableOf } from './simulate/table'

const QUICK = 60
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
  if (options.list) return { code: 0, text: listed(), data: ROWS.map(({ name, says }) => ({ row: name, says })) }
  const chosen = chooseRows(options)
  if (!chosen.ok) return wrong(chosen.message)
  const rows: Row[] = []
  for (const row of chosen.value) {
    const changed = changedRow(row, options)
    if (!changed.ok) return wrong(changed.message)
    rows.push(changed.value)
  }
  const judged = await measure(rows, options)
  const data = { seed: options.seed, rows: judged }
  const text = options.json ? JSON.stringify(data, null, 2) : tableOf(judged, options.seed)
  return { code: judged.some(({ state }) => state === 'missed') ? 1 : 0, text, data }
}

async function measure(rows: readonly Row[], options: Options) {
  const jobs = rows.flatMap((row) => jobsOf(row, options))
  const seen = await playJobs(jobs, {
    workers: options.workers,
    script: process.argv[1] ?? '',
    tell: progress(jobs),
  })
  const seenIn = (name: string) => jobs.flatMap((job, i) => (job.row === name ? (seen[i] ?? []) : []))
  return rows.map((row) => {
    const of = 'of' in row.measure ? row.measure.of : [row.name]
    const worlds = of.flatMap((name) => rows.find((one) => one.name === name)?.world ?? [])
    return judge(row, of.map(seenIn), worlds)
  })
}

function jobsOf(row: Row, { repetitions, quick, seed }: Options): Job[] {
  const count = 'of' in row.measure ? 0 : (repetitions ?? Math.ceil(row.repetitions / (quick ? QUICK : 1)))
  const each = Math.ceil(count / JOBS)
  return Array.from({ length: count === 0 ? 0 : Math.ceil(count / each) }, (_, i) => ({
    row: row.name,
    world: row.world,
    watched: watchedBy(row),
    seed,
    from: i * each,
    to: Math.min((i + 1) * each, count),
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
