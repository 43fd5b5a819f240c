import { expect, test } from 'vitest'
import { relativeDifference } from './relative'
import { dice, gaussian, total } from './testing'

const t = { estimate: 6, variance: 0.04, n: 100 }
const c = { estimate: 5, variance: 0.01, n: 400 }

test('delta method: v_T/m_C² + v_C m_T²/m_C⁴', () => {
  const relative = relativeDifference(t, c)
  expect(relative).toMatchObject({ ready: true, estimate: 0.2 })
  expect(relative.ready && relative.variance).toBeCloseTo(0.04 / 25 + (0.01 * 36) / 625, 15)
})

test('is the variance that draws of both means show', () => {
  const roll = dice(8)
  const draws = Array.from({ length: 20_000 }, () => {
    const [mT, mC] = [6 + 0.2 * gaussian(roll), 5 + 0.1 * gaussian(roll)]
    return mT / mC - 1
  })
  const mean = total(draws) / draws.length
  const variance = total(draws.map((d) => (d - mean) ** 2)) / draws.length
  const relative = relativeDifference(t, c)
  expect(relative.ready && variance / relative.variance).toBeCloseTo(1, 1)
})

test('a fall below a negative baseline is still a fall', () => {
  expect(relativeDifference({ ...t, estimate: -6 }, { ...c, estimate: -5 })).toMatchObject({ estimate: -0.2 })
})

test('a baseline near zero and an empty arm are no yardstick', () => {
  expect(relativeDifference(t, { ...c, estimate: 0.4 })).toMatchObject({ reason: 'baseline_near_zero', need: 5 })
  expect(relativeDifference(t, { ...c, estimate: 0, variance: 0 })).toMatchObject({ reason: 'baseline_near_zero' })
  expect(relativeDifference({ ...t, n: 0 }, c)).toMatchObject({ reason: 'arm_empty' })
})
