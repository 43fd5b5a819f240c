import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { judge } from './simulate/judge'
import { type Engine, play, theEngine } from './simulate/play'
import { ROWS, watchedBy } from './simulate/rows'

/** A row judged by some repetitions of an engine that reads its deltas in another way. */
function judged(name: string, repetitions: number, engine: () => Engine = () => theEngine) {
  const row = ROWS.find((one) => one.name === name)
  if (!row) throw new Error(`no row ${name}`)
  // Fewer looks and people than the table's: what is broken here shows in any world.
  const people = row.world.people && { ...row.world.people, count: 1000 }
  const world = { ...row.world, people, perDay: 5000, lookMinutes: 20 }
  const seen = Array.from({ length: repetitions }, (_, repetition) =>
    play({ world, row: name, seed: 77, repetition, watched: watchedBy(row) }, engine()),
  )
  return judge(row, [seen], [world])
}

const reading = (read: (rows: readonly CohortDelta[]) => CohortDelta[]): Engine => ({
  ...theEngine,
  step: (state, rows, at, config) => theEngine.step(state, read(rows), at, config),
})

/** Compares everybody with everybody, whatever stage they came in. */
function poolsStages(): Engine {
  let [exposed, all] = [0, 0]
  return reading((rows) => {
    for (const { arm, nEnter } of rows) {
      all += nEnter
      exposed += arm === 'exposed' ? nEnter : 0
    }
    const share = Math.max(1, Math.round((100_000 * exposed) / Math.max(1, all)))
    return rows.map((row) => ({ ...row, share, coin: 0 }))
  })
}

/** Counts who comes back as if their coin were tossed again. */
const tossesAgain = (): Engine => reading((rows) => rows.map((row) => ({ ...row, coin: 0 })))

test('the engine as it is misses neither row', () => {
  expect(judged('trap-ramp-falling', 15).state).not.toBe('missed')
  expect(judged('trap-same-people', 20).state).not.toBe('missed')
})

test('an engine that pools stages is caught by the ramp over a falling baseline', () => {
  expect(judged('trap-ramp-falling', 20, poolsStages).state).toBe('missed')
})

test('an engine that tosses coins again is caught by the same people in fourteen stages', () => {
  expect(judged('trap-same-people', 60, tossesAgain).state).toBe('missed')
})

test('two processes see what one sees, and the answer is a yes', async () => {
  const small = ['--row=trap-delayed', '--row=find-mean', '--per-day=500', '--days=3', '--repetitions=5', '--json']
  const simulate = (workers: number) =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'lib/cli/main.ts', 'simulate', `--workers=${workers}`].concat(small),
    )
  const [two, one] = [await simulate(2), await simulate(0)]
  expect(JSON.parse(two.stdout).rows).toHaveLength(6)
  expect(two.stdout).toBe(one.stdout)
})
