import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureOf } from '@/lib/kernel/format'
import { instant } from '@/lib/kernel/moments'
import { forestMost, forestPlace } from './forest-scale'
import { clusterEvents, markOf } from './marks'
import { chartRows, differenceDomain, driftOf, gapsOf, niceTicks, pausesOf, valuesDomain } from './series'
import { timeTicks } from './time-axis'
import { type ChartEvent, type ChartMetric, type ChartPoint } from './types'

const start = Date.parse('2026-12-17T02:00:00Z')
const aPoint = (minute: number, change: Partial<ChartPoint> = {}): ChartPoint => ({
  at: instant(start + minute * 60_000),
  exposed: 0.009,
  baseline: 0.003,
  exposedUnits: 100,
  baselineUnits: 300,
  exposedEvents: 1,
  baselineEvents: 1,
  difference: 0.006,
  low: 0.003,
  high: 0.009,
  share: 25,
  ...change,
})
const anEvent = (minute: number, kind: string, by: ChartEvent['by'] = null): ChartEvent => ({
  id: `${kind}-${minute}`,
  kind,
  at: instant(start + minute * 60_000),
  by,
  title: kind,
  note: '',
})
const payments = measureOf('payments', 0.003)

test('rows are told in the measure of their metric', () => {
  const [row] = chartRows([aPoint(0)], payments)
  expect(row?.difference).toBeCloseTo(6)
  expect(row?.band?.map((x) => Math.round(x))).toEqual([3, 9])
  expect(row?.exposed).toBeCloseTo(0.9)
})

test('missing data is a gap with an empty row, never a line', () => {
  const points = [0, 1, 2, 17, 18].map((minute) => aPoint(minute))
  expect(chartRows(points, payments).map((row) => row.point !== null)).toEqual([true, true, true, false, true, true])
  expect(gapsOf(points).map(({ from, to }) => [(from - start) / 60_000, (to - start) / 60_000])).toEqual([[2, 17]])
})

test('a pause lasts until it is answered, or until now', () => {
  const until = start + 3_600_000
  const minutes = (events: ChartEvent[]) => pausesOf(events, until).map((s) => (s.to - s.from) / 60_000)
  expect(minutes([anEvent(10, 'rollout.paused')])).toEqual([50])
  expect(minutes([anEvent(30, 'rollout.resumed'), anEvent(10, 'rollout.paused')])).toEqual([20])
})

test('drift is drawn from where the baseline left its range, and only when analysis says that it moved', () => {
  const metric: ChartMetric = {
    key: 'k',
    name: 'n',
    unit: 'payments',
    direction: 'lower',
    limit: 0.003,
    baselineFrozen: 0.003,
    baselineMoved: true,
  }
  const points = [aPoint(0), aPoint(1, { baseline: 0.006 }), aPoint(2, { baseline: 0.006 })]
  expect(driftOf(metric, points, start + 120_000).map((s) => (s.from - start) / 60_000)).toEqual([1])
  expect(driftOf({ ...metric, baselineMoved: false }, points, start)).toEqual([])
})

test('zero and the harm limit are always in the picture; fog is three limits either way', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      (d, limit) => {
        const rows = [{ t: 0, difference: d, band: null, exposed: null, baseline: null, point: null }]
        const [low, high] = differenceDomain(rows, limit, false)
        expect(low).toBeLessThan(Math.min(0, d) + 1e-9)
        expect(high).toBeGreaterThan(Math.max(limit, d) - 1e-9)
        expect(differenceDomain(rows, -limit, false)[0]).toBeLessThan(-limit)
        expect(differenceDomain(rows, limit, true)).toEqual([-3 * limit, 3 * limit])
      },
    ),
  )
})

test('rates start at zero, times are zoomed', () => {
  const rows = chartRows([aPoint(0)], payments)
  expect(valuesDomain(rows, false)[0]).toBe(0)
  expect(valuesDomain(rows, true)[0]).toBeGreaterThan(0)
  expect(valuesDomain([], false)).toEqual([0, 1])
})

test('ticks are round, inside, and hold zero', () => {
  expect(niceTicks([-4.2, 11], 4)).toEqual([0, 5, 10])
  expect(niceTicks([-0.3, 1.1], 4)).toEqual([0, 0.5, 1])
})

const labels = (zone: string) => timeTicks(start, start + 12 * 3_600_000, 4, zone).map((tick) => tick.label)

test('time ticks fall on the wall clock of the viewer', () => {
  expect(labels('UTC')).toEqual(['03:00', '06:00', '09:00', '12:00'])
  expect(labels('Asia/Kolkata')).toEqual(['09:00', '12:00', '15:00', '18:00'])
})

test('who moved is told by shape', () => {
  const person = { kind: 'person', name: 'Maria' } as const
  const policy = { kind: 'policy', name: 'careful' } as const
  expect(
    [
      anEvent(0, 'rollout.paused', policy),
      anEvent(0, 'rollout.paused', person),
      anEvent(0, 'rollout.stage_changed', person),
      anEvent(0, 'deployment.recorded'),
    ].map((event) => markOf(event).glyph),
  ).toEqual(['◇', '◆', '┃', '↑'])
})

test('markers closer than 16 px become one with their number', () => {
  const events = [0, 1, 2, 30].map((minute) => anEvent(minute, 'note'))
  const pxPerMs = 10 / 60_000
  expect(clusterEvents(events, pxPerMs).map((marker) => marker.events.length)).toEqual([2, 1, 1])
})

test('right is worse on the forest scale, whatever the good direction', () => {
  const lower = { direction: 'lower', limit: 2, estimate: 1, low: -1, high: 3 } as const
  const higher = { direction: 'higher', limit: 2, estimate: -1, low: -3, high: 1 } as const
  const place = { at: 0.5, from: -0.5, to: 1.5, cutLeft: false, cutRight: false }
  expect([forestPlace(lower), forestPlace(higher)]).toEqual([place, place])
})

test('intervals beyond three limits, and unknown ends, are cut and say so', () => {
  const wild = { direction: 'lower', limit: 1, estimate: 9, low: null, high: 20 } as const
  expect(forestPlace(wild)).toEqual({ at: 3, from: -3, to: 3, cutLeft: true, cutRight: true })
  expect(forestPlace({ ...wild, limit: null })).toBeNull()
  expect(forestMost([wild])).toBe(3)
  expect(forestMost([{ ...wild, estimate: 0, low: -1, high: 1 }])).toBe(1.5)
})
