import { describe, expect, test } from 'vitest'
import { isClose, judge } from './judge'
import { type Seen } from './play'
import { type Row, ROWS } from './rows'

const row = (name: string): Row => {
  const found = ROWS.find((one) => one.name === name)
  if (!found) throw new Error(`no row ${name}`)
  return found
}
const people = (exposed: number) => ({ exposed, control: 19 * exposed })
const seen = (changes: Partial<Seen>): Seen => ({
  harm: null,
  split: null,
  reference: null,
  end: people(3500),
  ...changes,
})
const times = (n: number, one: Seen): Seen[] => Array.from({ length: n }, () => one)

const mixed = (alarms: number, repetitions: number): Seen[] => [
  ...times(alarms, seen({ harm: people(1) })),
  ...times(repetitions - alarms, seen({})),
]

describe('false alarms', () => {
  test.each([
    ['ok', 26, 600],
    ['missed', 27, 600],
    ['ok', 90, 1800],
    ['missed', 91, 1800],
    ['missed', 40, 600],
    ['so-far', 0, 20],
    ['so-far', 3, 20],
    ['missed', 4, 20],
  ] as const)('%s: %d of %d', (state, alarms, repetitions) => {
    const judged = judge(row('trap-all'), [mixed(alarms, repetitions)], [])
    expect(judged).toMatchObject({ state, repetitions, measured: alarms / repetitions, bar: 0.05 })
  })
  test('between the bar and the limit a row is played on', () => {
    const close = [26, 27, 30, 31].filter((alarms) => isClose(judge(row('trap-all'), [mixed(alarms, 600)], [])))
    expect(close).toEqual([27, 30])
  })
  test.each([
    ['ok', 3, 3000],
    ['missed', 4, 3000],
    ['so-far', 0, 2999],
  ] as const)('of the split, %s: %d of %d', (state, alarms, repetitions) => {
    const all = [...times(alarms, seen({ split: people(1) })), ...times(repetitions - alarms, seen({}))]
    expect(judge(row('split-no-effect'), [all], []).state).toBe(state)
  })
})

describe('people until the alarm', () => {
  const find = row('find-errors-double')
  test('over the limit that the worked example has; whoever was not found counts with all who came', () => {
    const all = [...times(99, seen({ harm: people(1000) })), seen({ end: people(9000) })]
    const judged = judge(find, [all], [find.world])
    expect(judged.measured).toBeCloseTo(1080 / 817.3538795, 6)
    expect(judged).toMatchObject({ state: 'ok', bar: 1.7 })
    expect(judged.note).toContain('not found in 1')
  })
  test('where many are not found the mean is a least one, and proves nothing', () => {
    const all = [...times(90, seen({ harm: people(1000) })), ...times(10, seen({}))]
    expect(judge(find, [all], [find.world]).state).toBe('so-far')
  })
  test('beyond 1.7 times the limit is missed', () => {
    expect(judge(find, [times(100, seen({ harm: people(1390) }))], [find.world]).state).toBe('missed')
    expect(judge(find, [times(100, seen({ harm: people(1389) }))], [find.world]).state).toBe('ok')
  })
  test('the split has a limit of its own', () => {
    const split = row('split-10')
    const judged = judge(split, [times(100, seen({ split: people(1550) }))], [split.world])
    expect(judged.measured).toBeCloseTo(31_000 / 27_064, 3)
  })
  test('four rows on average, and against the reference', () => {
    const names = ['find-errors-double', 'find-errors-third', 'find-conversion', 'find-crashes']
    const worlds = names.map((name) => row(name).world)
    const found = [817.35, 7629.2, 5496.4, 813.8].map((limit) =>
      times(100, seen({ harm: people(1.2 * limit), reference: people(2.4 * limit) })),
    )
    const mean = judge(row('find-mean'), found, worlds)
    expect(mean).toMatchObject({ state: 'ok', bar: 1.45 })
    expect(mean.measured).toBeCloseTo(1.2, 3)
    const faster = judge(row('find-faster'), found.slice(0, 3), worlds)
    expect(faster.state).toBe('ok')
    expect(faster.measured).toBeCloseTo(2, 9)
    expect(judge(row('latency-faster'), found.slice(0, 2), worlds).state).toBe('missed')
  })
})
