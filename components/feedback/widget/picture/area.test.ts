import { assert, double, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { areaWords, between, blocks, MIDDLE, moved, pixels, sized, type Area } from './area'

const part = () => double({ min: -3, max: 3, noNaN: true })
const inside = ({ x, y, width, height }: Area): boolean =>
  x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9

test('whatever is pressed or drawn, an area stays inside its picture', () => {
  assert(
    property(part(), part(), part(), part(), (a, b, c, d) => {
      expect(inside(moved(sized(MIDDLE, a, b), c, d))).toBe(true)
      const drawn = between({ x: a, y: b }, { x: c, y: d })
      expect(drawn === null || inside(drawn)).toBe(true)
    }),
  )
})

test('its pixels are whole, at least one, and never beyond the picture', () => {
  const sizes = record({ width: integer({ min: 1, max: 5000 }), height: integer({ min: 1, max: 5000 }) })
  assert(
    property(part(), part(), part(), part(), sizes, (a, b, c, d, size) => {
      const cut = pixels(moved(sized(MIDDLE, a, b), c, d), size)
      expect(Object.values(cut).every((value) => Number.isInteger(value))).toBe(true)
      expect(cut.width >= 1 && cut.height >= 1).toBe(true)
      expect(cut.x + cut.width <= size.width && cut.y + cut.height <= size.height).toBe(true)
    }),
  )
})

test('drawn backwards it is the same area; a click is none', () => {
  const [a, b] = [
    { x: 0.2, y: 0.6 },
    { x: 0.5, y: 0.1 },
  ]
  expect(between(a, b)).toEqual(between(b, a))
  expect(between(a, b)).toMatchObject({ x: 0.2, y: 0.1, height: 0.5 })
  expect(between(a, a)).toBeNull()
})

test('a line of small letters becomes one block high; nothing is finer than eight blocks', () => {
  expect([blocks(16), blocks(40), blocks(100), blocks(4000)]).toEqual([1, 1, 3, 8])
})

test('whoever cannot see it hears it', () => {
  expect(areaWords(MIDDLE)).toBe('Area: 25 % from the left, 25 % from the top, 50 % wide, 50 % high.')
})
