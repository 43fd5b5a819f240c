import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { decodeEvents } from './decode-events'
import { RejectionCode } from './schema'

const clock = { nowMs: Date.parse('2026-11-20T10:00:00.000Z'), simulated: false }
const HOUR = 3_600_000
const decode = (events: unknown[], at = clock): Extract<ReturnType<typeof decodeEvents>, { ok: true }> => {
  const decoded = decodeEvents({ events }, at)
  if (!decoded.ok) throw new Error(decoded.code)
  return decoded
}
const exposure = { type: 'exposure', unit: 'user-33', flag: 'checkout', variant: 'on' }
const track = { type: 'track', unit: 'user-33', name: 'order.failed' }

test('an exposure and a track event, short and complete', () => {
  const { records, rejected } = decode([
    exposure,
    { ...exposure, id: 'e1', time: '2026-11-20T10:59:00+01:00', revision: '417', attributes: { platform: 'ios' } },
    {
      ...track,
      time: clock.nowMs - 5,
      value: 12.5,
      attributes: { ok: false, 'user.email': 'a@b.c', 'session.id': 's1' },
    },
  ])
  expect(rejected).toEqual([])
  const none = {
    id: null,
    aliases: [],
    flag: null,
    variant: null,
    revision: null,
    name: null,
    value: null,
    client: null,
  }
  expect(records).toEqual([
    {
      ...none,
      kind: 'exposure',
      unit: 'user-33',
      flag: 'checkout',
      variant: 'on',
      timeMs: clock.nowMs,
      attributes: {},
    },
    {
      ...none,
      kind: 'exposure',
      id: 'e1',
      unit: 'user-33',
      flag: 'checkout',
      variant: 'on',
      revision: 417,
      timeMs: clock.nowMs - 60_000,
      attributes: { platform: 'ios' },
    },
    {
      ...none,
      kind: 'track',
      unit: 'user-33',
      name: 'order.failed',
      value: 12.5,
      timeMs: clock.nowMs - 5,
      attributes: { ok: false, 'session.id': 's1' },
      aliases: ['session s1'],
      client: { id: 's1', service: null, version: null },
    },
  ])
})

test('an event may leave it to its session whose it is; an exposure says it itself', () => {
  const { records, rejected } = decode([
    { ...track, unit: undefined, attributes: { 'session.id': 's1' } },
    { ...exposure, unit: null, attributes: { 'session.id': 's1' } },
  ])
  expect(records).toMatchObject([{ unit: null, aliases: ['session s1'] }])
  expect(rejected).toMatchObject([{ index: 1, code: 'no-unit' }])
})

const many = (n: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, i]))
const refusals: [RejectionCode, unknown][] = [
  ['malformed', 7],
  ['malformed', null],
  ['malformed', []],
  ['unknown-type', {}],
  ['unknown-type', { ...track, type: 'feedback' }],
  ['no-unit', { ...track, unit: undefined }],
  ['no-unit', { ...track, unit: null }],
  ['bad-unit', { ...track, unit: '' }],
  ['bad-unit', { ...track, unit: 7 }],
  ['bad-unit', { ...track, unit: 'a\0b' }],
  ['bad-unit', { ...track, unit: 'a\nb' }],
  ['bad-unit', { ...track, unit: 'a\ud800b' }],
  ['bad-unit', { ...track, unit: 'ü'.repeat(129) }],
  ['no-flag-key', { ...exposure, flag: undefined }],
  ['no-variant', { ...exposure, variant: null }],
  ['bad-name', { ...exposure, variant: 'x'.repeat(201) }],
  ['bad-name', { ...exposure, flag: { toString: 'x' } }],
  ['no-event-name', { ...track, name: undefined }],
  ['bad-name', { ...track, name: 'x\0' }],
  ['bad-value', { ...track, value: '12' }],
  ['bad-revision', { ...exposure, revision: -1 }],
  ['bad-revision', { ...exposure, revision: 'new' }],
  ['bad-id', { ...track, id: 'x'.repeat(201) }],
  ['bad-id', { ...track, id: '' }],
  ['bad-time', { ...track, time: 'yesterday' }],
  ['bad-time', { ...track, time: -1 }],
  ['bad-time', { ...track, time: 9e15 }],
  ['too-old', { ...track, time: clock.nowMs - 48 * HOUR - 1 }],
  ['in-the-future', { ...track, time: clock.nowMs + 300_001 }],
  ['bad-attributes', { ...track, attributes: [] }],
  ['bad-attributes', { ...track, attributes: { a: { b: 1 } } }],
  ['bad-attributes', { ...track, attributes: { a: null } }],
  ['bad-attributes', { ...track, attributes: { a: 'x'.repeat(1001) } }],
  ['bad-attributes', { ...track, attributes: { a: 'x\0' } }],
  ['bad-attributes', { ...track, attributes: { ['x'.repeat(201)]: 1 } }],
  ['bad-attributes', { ...track, attributes: many(33) }],
]
test.each(refusals)('%s: %j', (code, row) => {
  const { records, rejected } = decode([track, row])
  expect(records).toHaveLength(1)
  expect(rejected).toEqual([{ index: 1, code, message: expect.stringMatching(/./) }])
})

test('the bounds themselves are taken', () => {
  const taken = decode([
    { ...track, unit: 'ü'.repeat(128), name: 'x'.repeat(200), id: 'x'.repeat(200), attributes: many(32) },
    { ...track, time: clock.nowMs - 48 * HOUR },
    { ...track, time: clock.nowMs + 300_000, attributes: { a: 'x'.repeat(1000) } },
    { ...track, unit: '😀'.repeat(64) },
  ])
  expect(taken.records).toHaveLength(4)
})

test('an id twice in one request is taken once', () => {
  const { records, rejected } = decode([
    { ...track, id: '1' },
    { ...exposure, id: '1' },
    { ...track, id: '2' },
  ])
  expect(records.map((r) => r.id)).toEqual(['1', '2'])
  expect(rejected).toMatchObject([{ index: 1, code: 'duplicate-id' }])
})

test('a simulated clock knows no age', () => {
  expect(decode([{ ...track, time: 5 }], { ...clock, simulated: true }).records).toMatchObject([{ timeMs: 5 }])
})

test('a key __proto__ touches nothing', () => {
  const { records } = decode([
    JSON.parse('{"type":"track","unit":"u","name":"n","attributes":{"__proto__":"x","a":1}}'),
  ])
  expect(records.map((r) => [Object.keys(r.attributes), Object.getPrototypeOf(r.attributes)])).toEqual([
    [['a'], Object.prototype],
  ])
})

test.each([
  ['malformed', null],
  ['malformed', {}],
  ['malformed', { events: {} }],
  ['too-many-rows', { events: Array.from({ length: 1001 }, () => track) }],
])('a body that is refused as a whole: %s', (code, body) => {
  expect(decodeEvents(body, clock)).toEqual({ ok: false, code })
})

const anyRow = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      type: fc.constantFrom('exposure', 'track', 'feedback', 1),
      id: fc.jsonValue(),
      unit: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      time: fc.oneof(
        fc.jsonValue(),
        fc.double(),
        fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
      ),
      flag: fc.oneof(fc.string(), fc.jsonValue()),
      variant: fc.oneof(fc.string(), fc.jsonValue()),
      revision: fc.oneof(fc.integer(), fc.jsonValue()),
      name: fc.oneof(fc.string(), fc.jsonValue()),
      value: fc.oneof(fc.double(), fc.jsonValue()),
      attributes: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
)
test('whatever comes, each row is taken or refused by a known code, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ events: fc.array(anyRow) })), (body) => {
      const decoded = decodeEvents(body, clock)
      const codes = decoded.ok ? decoded.rejected.map(({ code }) => code) : [decoded.code]
      expect(codes.filter((code) => !RejectionCode.safeParse(code).success)).toEqual([])
      expect(decoded.ok ? decoded.records.length + decoded.rejected.length : 0).toBe(decoded.ok ? lengthOf(body) : 0)
    }),
    { numRuns: 1000 },
  )
})

const absent = (x: unknown): boolean => x === undefined || x === null
const text = (x: unknown, chars: number): boolean =>
  z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
    .max(chars)
    .safeParse(x).success
/** The rules of a row once more, as a schema: slower, and the same. */
const Attribute = z.union([
  z
    .string()
    .max(1000)
    .regex(/^[^\0\p{Cs}]*$/u),
  z.number(),
  z.boolean(),
])
const common = {
  id: z
    .unknown()
    .refine((x) => absent(x) || text(x, 200))
    .optional(),
  unit: z.unknown().refine((x) => text(x, 256) && Buffer.byteLength(String(x)) <= 256),
  time: z.union([z.iso.datetime({ offset: true }), z.number()]).nullish(),
  attributes: z
    .record(
      z.string().refine((key) => text(key, 200)),
      Attribute,
    )
    .refine((held) => Object.keys(held).length <= 32)
    .nullish(),
}
const name = z.unknown().refine((x) => text(x, 200))
const Row = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('exposure'),
    ...common,
    flag: name,
    variant: name,
    revision: z.union([z.int().min(0), z.string().regex(/^\d{1,15}$/)]).nullish(),
  }),
  z.object({ type: z.literal('track'), ...common, name, value: z.number().nullish() }),
])
/** Times that are no moment of this clock are refused after all else, with codes of their own. */
const LATE = new Set<string>(['too-old', 'in-the-future'])

test('a row is refused when it breaks the schema, and only then', () => {
  const row = fc.record(
    {
      type: fc.constantFrom('exposure', 'track', 'track', null),
      id: fc.oneof(fc.constantFrom(null, '', 'e\n', 'x'.repeat(201)), fc.string(), fc.integer()),
      unit: fc.oneof(
        fc.constantFrom('u', 'ü'.repeat(128), 'ü'.repeat(129), '€'.repeat(86)),
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.integer(),
      ),
      time: fc.oneof(
        fc.constantFrom('2026-11-20T10:00Z', '2026-11-20T10:59:00+01:00', '2026-02-30T10:00:00Z', 'now', null),
        fc.integer({ min: clock.nowMs - HOUR, max: clock.nowMs }),
      ),
      flag: fc.constantFrom('f', 'a"b\\c', '', null, 7, 'x'.repeat(201)),
      variant: fc.constantFrom('on', 'ö', 'x\u0085', null),
      revision: fc.oneof(fc.constantFrom('417', '-1', '', 1.5, -1, 2 ** 53, null), fc.nat()),
      name: fc.oneof(fc.constantFrom('n', 'x\ud800', '', null), fc.string()),
      value: fc.constantFrom(0, -1.5, null, '1', Infinity, NaN),
      attributes: fc.oneof(
        fc.dictionary(
          fc.string(),
          fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null)),
        ),
        fc.constantFrom(null, [], 'x', many(32), many(33), { a: 'x'.repeat(1000) }, { a: 'x'.repeat(1001) }),
      ),
    },
    { requiredKeys: ['type', 'unit', 'flag', 'variant', 'name'] },
  )
  fc.assert(
    fc.property(row, (one) => {
      const code = decode([one]).rejected[0]?.code
      expect(code === undefined || LATE.has(code)).toBe(Row.safeParse(one).success)
    }),
    { numRuns: 3000 },
  )
})

const lengthOf = (body: unknown): number => z.object({ events: z.array(z.unknown()) }).parse(body).events.length
