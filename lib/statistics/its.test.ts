import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interruptedTimeSeries } from './its'
import { neweyWest } from './newey-west'
import { dice, gaussian } from './testing'

const hourly = { stepMinutes: 60 }
const series = (n: number, f: (t: number) => number): number[] => Array.from({ length: n }, (_, t) => f(t))
const after = (t: number, t0: number): number => Math.max(0, t - t0)

test('agrees with an independent computation in another language', () => {
  const y = series(
    96,
    (t) =>
      10 +
      0.02 * t +
      2 * Math.sin((2 * Math.PI * t) / 24) +
      (t >= 70 ? 1.5 : 0) +
      0.1 * after(t, 70) +
      Math.sin(t * t * 0.37) +
      0.5 * Math.cos(1.3 * t),
  )
  const its = interruptedTimeSeries(y, 70, hourly)
  if (!its.ready) throw new Error('ready')
  expect(its.level.beta).toBeCloseTo(1.094874442424748, 9)
  expect(its.level.se).toBeCloseTo(0.2501874414313119, 9)
  expect(its.level.p / 3.309799344256932e-5).toBeCloseTo(1, 6)
  expect(its.slope.beta).toBeCloseTo(0.10414073024543413, 10)
  expect(its.slope.se).toBeCloseTo(0.012933527824958877, 10)
  expect(its.slope.p / 3.6293063243142797e-12).toBeCloseTo(1, 4)
  expect([its.lag, its.df]).toEqual([17, 88])
})

test('what is exactly there is found exactly: jump, bend, days, weeks and the control series', () => {
  const finite = fc.double({ min: -5, max: 5, noNaN: true })
  fc.assert(
    fc.property(finite, finite, finite, (jump, bend, gamma) => {
      const control = series(450, (t) => Math.sin(t * t))
      const y = control.map(
        (x, t) =>
          3 +
          0.01 * t +
          Math.sin((2 * Math.PI * t) / 24) -
          Math.cos((4 * Math.PI * t) / 168) +
          gamma * x +
          (t >= 400 ? jump : 0) +
          bend * after(t, 400),
      )
      const its = interruptedTimeSeries(y, 400, { ...hourly, control })
      const { level, slope } = its.ready ? its : { level: null, slope: null }
      expect(level?.beta).toBeCloseTo(jump, 6)
      expect(slope?.beta).toBeCloseTo(bend, 7)
    }),
    { numRuns: 8 },
  )
})

describe('placebos', () => {
  const roll = dice(24)
  const noise = series(200, () => gaussian(roll))

  test('a real change is stronger than at any fake time', () => {
    const its = interruptedTimeSeries(
      noise.map((e, t) => e + (t >= 150 ? 8 : 0)),
      150,
      hourly,
    )
    expect(its).toMatchObject({ ready: true, placeboRank: 1, placebos: 20 })
    expect(its.ready && its.level.p).toBeLessThan(1e-6)
  })

  test('no change is one among them', () => {
    const its = interruptedTimeSeries(noise, 150, hourly)
    expect(its.ready && its.placeboRank).toBeGreaterThan(1)
    expect(its.ready && its.level.p).toBeGreaterThan(0.01)
  })
})

test('too little history is said', () => {
  const y = series(200, (t) => Math.sin(t))
  expect(interruptedTimeSeries(y, 47, hourly)).toMatchObject({ reason: 'history', have: 47, need: 48 })
  expect(interruptedTimeSeries(y, 189, hourly)).toMatchObject({ reason: 'history', have: 11, need: 12 })
  // Daily sums know no days: two weeks before.
  expect(interruptedTimeSeries(y, 13, { stepMinutes: 1_440 })).toMatchObject({ need: 14 })
  expect(interruptedTimeSeries(y, 20, { stepMinutes: 1_440 })).toMatchObject({ ready: true })
  // A control series that is a straight line cannot be told from the trend.
  const line = series(200, (t) => 2 * t + 1)
  expect(interruptedTimeSeries(y, 150, { ...hourly, control: line })).toMatchObject({ reason: 'variance' })
})

test('columns that say the same thing twice, or are as many as points, have no fit', () => {
  const rows = series(20, (t) => t).map((t) => [1, t, 3 * t])
  expect(
    neweyWest(
      rows,
      rows.map(([, t = 0]) => t),
    ),
  ).toBeNull()
  expect(neweyWest([[1]], [1])).toBeNull()
  expect(neweyWest([], [])).toBeNull()
})

test('a constant series has no effect and no error', () => {
  const its = interruptedTimeSeries(
    series(200, () => 0),
    150,
    hourly,
  )
  expect(its.ready && its.level).toEqual({ beta: 0, se: 0, p: 1 })
})

test.each([
  ['NOT_FINITE', 'y.3', [1, 2, 3, Number.NaN], 2, {}],
  ['COUNT', 't0Index', [1, 2], 0.5, {}],
  ['ORDER', 't0Index', [1, 2], 3, {}],
  ['LENGTH', 'control', [1, 2], 1, { control: [1] }],
])('refuses %s in %s', (code, field, y, t0, o) => {
  expect(() => interruptedTimeSeries(y, t0, { ...hourly, ...o })).toThrow(expect.objectContaining({ code, field }))
})
