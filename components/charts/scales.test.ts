import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scaleBand, scaleLinear, scalePoint } from './scales'

describe('straight', () => {
  test.each([
    ['from end to end', [0, 10], [100, 200], 5, 150],
    ['upwards, as screens are', [0, 10], [200, 100], 2, 180],
    ['beyond its ends', [0, 10], [0, 100], 12, 120],
    ['the middle of a domain that is one value', [3, 3], [0, 100], 3, 50],
  ])('%s', (_, domain, range, value, px) => {
    expect(scaleLinear().domain(domain).range(range)(value)).toBe(px)
  })

  test('what is no number has no place', () => expect(scaleLinear()(Number.NaN)).toBeUndefined())

  test('round ticks inside the domain, whichever way it runs', () => {
    expect(scaleLinear().domain([0, 1]).ticks(4)).toEqual([0, 0.5, 1])
    expect(scaleLinear().domain([1, 0]).ticks(4)).toEqual([0, 0.5, 1])
  })

  test('invert finds the value of a pixel', () =>
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 500 }), (low, size) => {
        const scale = scaleLinear()
          .domain([low, low + size])
          .range([300, 20])
        expect(scale.invert(scale(low + size / 3) ?? Number.NaN)).toBeCloseTo(low + size / 3)
      }),
    ))

  test('a copy goes its own way', () => {
    const scale = scaleLinear().range([0, 100])
    const copy = scale.copy().range([0, 10])
    expect([scale(1), copy(1)]).toEqual([100, 10])
  })
})

describe('places', () => {
  test.each([
    ['bands, left to right', scaleBand(), ['a', 'b'], [0, 100], [0, 50], 50],
    ['bands, upwards', scaleBand(), ['a', 'b'], [100, 0], [50, 0], 50],
    ['points, end to end', scalePoint(), ['a', 'b', 'c'], [0, 100], [0, 50, 100], 0],
    ['a point alone, in the middle', scalePoint(), ['a'], [0, 100], [50], 0],
    ['each name once', scaleBand(), ['a', 'b', 'a'], [0, 100], [0, 50, 0], 50],
  ])('%s', (_, scale, names, range, px, width) => {
    scale.domain(names).range(range)
    expect(names.map((name) => scale(name))).toEqual(px)
    expect(scale.bandwidth()).toBe(width)
  })

  test('a name that is not there has no place', () => expect(scaleBand().domain(['a'])('b')).toBeUndefined())
})
