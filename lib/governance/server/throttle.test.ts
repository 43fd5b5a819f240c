import { expect, test } from 'vitest'
import { Throttle } from './throttle'

const limit = { burst: 3, refillMs: 1000 }
const takeAll = (throttle: Throttle, name: string, at: readonly number[]) => at.map((ms) => throttle.take(name, ms))

test('a burst, then one for each refill', () => {
  const throttle = new Throttle(limit)
  expect(takeAll(throttle, 'a', [0, 0, 0, 0, 500, 1000, 1000])).toEqual([0, 0, 0, 1000, 500, 0, 1000])
})

test('names do not share attempts', () => {
  const throttle = new Throttle(limit)
  expect(takeAll(throttle, 'a', [0, 0, 0])).toEqual([0, 0, 0])
  expect(throttle.take('b', 0)).toBe(0)
})

test('a refund gives one attempt back, never more than the burst', () => {
  const throttle = new Throttle(limit)
  throttle.refund('a', 0)
  expect(takeAll(throttle, 'a', [0, 0, 0, 0])).toEqual([0, 0, 0, 1000])
  throttle.refund('a', 0)
  expect(takeAll(throttle, 'a', [0, 0])).toEqual([0, 1000])
})

test('a clock that goes back earns nothing', () => {
  const throttle = new Throttle(limit)
  takeAll(throttle, 'a', [10_000, 10_000, 10_000])
  expect(throttle.take('a', 0)).toBe(1000)
})

test('many names are bounded and the busy one is kept', () => {
  const throttle = new Throttle(limit, 100)
  takeAll(throttle, 'busy', [0, 0, 0])
  for (let i = 0; i < 1000; i += 1) {
    throttle.take(`name ${i}`, 0)
    throttle.take('busy', 0)
  }
  expect(throttle.size).toBe(100)
  expect(throttle.take('busy', 0)).toBe(1000)
})
