import { assert, constantFrom, double, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, toMs } from '@/lib/kernel/time'
import { at } from './an-incident'
import { type CountPoint, onsetOf } from './impact'

const MINUTE_MS = 60_000
const START = at('20:00:00')

/** Small and seeded: the same seed draws the same counts. */
function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
function poisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean)
  let k = 0
  for (let product = next(); product > limit; product *= next()) k += 1
  return k
}

type World = {
  minutes: number
  onsetMs: number
  perMin: number
  rate: number
  harm: number
  share: number
  seed: number
  /** Minutes in which everybody fails more often, and how much. */
  outage?: { from: number; to: number; times: number }
}

/** A stage as it is counted minute by minute; harm begins in the middle of some minute. */
function counted({ minutes, onsetMs, perMin, rate: usual, harm, share, seed, outage }: World): CountPoint[] {
  const next = chance(seed)
  const sum = { exposedUnits: 0, baselineUnits: 0, exposedEvents: 0, baselineEvents: 0 }
  return Array.from({ length: minutes + 1 }, (_, minute) => {
    if (minute > 0) {
      const isOut = outage !== undefined && minute >= outage.from && minute <= outage.to
      const rate = usual * (isOut ? outage.times : 1)
      // A day has busy and quiet hours, for everybody.
      const busy = perMin * (1 + 0.5 * Math.sin(minute / 30))
      const endMs = toMs(START) + minute * MINUTE_MS
      const part = Math.max(0, Math.min(1, (endMs - onsetMs) / MINUTE_MS))
      const [exposed, baseline] = [poisson(busy * share, next), poisson(busy * (1 - share), next)]
      sum.exposedUnits += exposed
      sum.baselineUnits += baseline
      sum.exposedEvents += poisson(exposed * rate * (1 + (harm - 1) * part), next)
      sum.baselineEvents += poisson(baseline * rate, next)
    }
    return { stageId: 'a', at: instant(toMs(START) + minute * MINUTE_MS), ...sum }
  })
}

describe('when the harm began', () => {
  test('the true start lies in the range in at least 95 of 100 worlds, and the range is of minutes', () => {
    let [within, worlds, widthMs] = [0, 0, 0]
    assert(
      property(
        record({
          afterMin: double({ min: 5, max: 110, noNaN: true }),
          perMin: integer({ min: 60, max: 240 }),
          rate: constantFrom(0.004, 0.01, 0.03),
          harm: constantFrom(4, 8, 20),
          share: constantFrom(0.25, 0.5),
          seed: integer(),
        }),
        ({ afterMin, ...world }) => {
          const onsetMs = toMs(START) + afterMin * MINUTE_MS
          // Seen 25 minutes after it began, as an engine does.
          const found = onsetOf(counted({ ...world, onsetMs, minutes: Math.ceil(afterMin) + 25 }), 'lower')
          worlds += 1
          if (!found) return
          expect(found.from <= found.at && found.at <= found.to).toBe(true)
          widthMs += toMs(found.to) - toMs(found.from)
          if (toMs(found.from) <= onsetMs && onsetMs <= toMs(found.to)) within += 1
        },
      ),
      { numRuns: 400, seed: 11 },
    )
    expect(within / worlds).toBeGreaterThanOrEqual(0.95)
    expect(widthMs / worlds).toBeLessThan(15 * MINUTE_MS)
  })

  test('strong harm is found to the minute', () => {
    const onsetMs = toMs(at('20:55:20'))
    const points = counted({ minutes: 75, onsetMs, perMin: 240, rate: 0.01, harm: 20, share: 0.5, seed: 3 })
    const found = onsetOf(points, 'lower')
    expect(found?.from && found.from >= at('20:52:00')).toBe(true)
    expect(found?.to && found.to <= at('20:58:00')).toBe(true)
    expect(Math.abs(toMs(found?.at ?? START) - onsetMs)).toBeLessThanOrEqual(2 * MINUTE_MS)
  })

  test('what should rise is found when it falls', () => {
    const onsetMs = toMs(at('20:40:00'))
    const points = counted({ minutes: 70, onsetMs, perMin: 200, rate: 0.2, harm: 0.3, share: 0.5, seed: 5 })
    const found = onsetOf(points, 'higher')
    expect(found?.from && found.from <= at('20:40:00') && found.to >= at('20:40:00')).toBe(true)
    expect(toMs(found?.to ?? START) - toMs(found?.from ?? START)).toBeLessThan(15 * MINUTE_MS)
  })

  test('what hurts everybody alike moves nothing', () => {
    const onsetMs = toMs(at('20:50:00'))
    const outage = { from: 15, to: 25, times: 6 }
    const points = counted({ minutes: 75, onsetMs, perMin: 200, rate: 0.01, harm: 12, share: 0.5, seed: 9, outage })
    const found = onsetOf(points, 'lower')
    expect(found?.from && found.from >= at('20:40:00') && found.from <= at('20:50:00')).toBe(true)
    expect(found?.to && found.to >= at('20:50:00')).toBe(true)
  })

  test.each([
    ['no points', []],
    [
      'one point',
      [{ stageId: 'a', at: START, exposedUnits: 5, baselineUnits: 5, exposedEvents: 1, baselineEvents: 0 }],
    ],
    [
      'no events',
      [0, 1, 2].map((i) => ({
        stageId: 'a',
        at: instant(toMs(START) + i * MINUTE_MS),
        exposedUnits: 10 * i,
        baselineUnits: 10 * i,
        exposedEvents: 0,
        baselineEvents: 0,
      })),
    ],
  ])('%s: not known', (_, points) => {
    expect(onsetOf(points, 'lower')).toBeNull()
  })

  test('a new stage counts from nothing', () => {
    const first = counted({ minutes: 20, onsetMs: Infinity, perMin: 200, rate: 0.01, harm: 1, share: 0.25, seed: 1 })
    const later = counted({
      minutes: 40,
      onsetMs: toMs(at('20:20:00')),
      perMin: 200,
      rate: 0.01,
      harm: 15,
      share: 0.5,
      seed: 2,
    })
    const second = later.map((point) =>
      Object.assign(point, { stageId: 'b', at: instant(toMs(point.at) + 20 * MINUTE_MS) }),
    )
    const found = onsetOf([...first, ...second.slice(1)], 'lower')
    expect(found?.from && found.from <= at('20:40:00') && found.to >= at('20:40:00')).toBe(true)
  })
})
