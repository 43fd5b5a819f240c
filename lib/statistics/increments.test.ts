import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MomentDelta, momentDelta, type UserTotals } from './increments'

const event = fc.record({ y: fc.integer({ min: -5, max: 50 }), d: fc.nat(9) })
const someone = fc.record({ x: fc.nat(20), z: fc.nat(20), events: fc.array(event, { maxLength: 8 }) })
const plus = (a: MomentDelta, b: MomentDelta): MomentDelta => ({
  y: a.y + b.y,
  yy: a.yy + b.yy,
  d: a.d + b.d,
  dd: a.dd + b.dd,
  yd: a.yd + b.yd,
  yx: a.yx + b.yx,
  yz: a.yz + b.yz,
  dx: a.dx + b.dx,
  dz: a.dz + b.dz,
})
const none: MomentDelta = { y: 0, yy: 0, d: 0, dd: 0, yd: 0, yx: 0, yz: 0, dx: 0, dz: 0 }

test('however events come, the increments add up to the moments of the totals of now', () => {
  fc.assert(
    fc.property(fc.array(someone, { maxLength: 6 }), fc.boolean(), (people, isPlain) => {
      const counting = isPlain ? {} : { cap: 60, shift: { y: 4, d: 2 } }
      let sums = none
      let exact = none
      for (const { x, z, events } of people) {
        let totals: UserTotals | null = null
        for (const add of [{ y: 0, d: 0 }, ...events]) {
          const after: UserTotals = { y: (totals?.y ?? 0) + add.y, d: (totals?.d ?? 0) + add.d, x, z }
          sums = plus(sums, momentDelta(totals, after, counting))
          totals = after
        }
        const y = Math.min(totals?.y ?? 0, isPlain ? Infinity : 60) - (isPlain ? 0 : 4)
        const d = (totals?.d ?? 0) - (isPlain ? 0 : 2)
        exact = plus(exact, { y, yy: y * y, d, dd: d * d, yd: y * d, yx: y * x, yz: y * z, dx: d * x, dz: d * z })
      }
      expect(sums).toEqual(exact)
    }),
  )
})

test('past the cap a further event adds nothing', () => {
  const totals = { y: 70, d: 3, x: 1, z: 1 }
  expect(momentDelta(totals, { ...totals, y: 90 }, { cap: 60 })).toEqual(none)
})

test('refuses what is no number', () => {
  expect(() => momentDelta(null, { y: Number.NaN, d: 1, x: 0, z: 0 })).toThrow(expect.objectContaining({ field: 'y' }))
})
