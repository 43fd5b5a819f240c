import { assert, jsonValue, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { soundInput } from './sound-input'

const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown

test.each([
  [{ a: [{ b: 'x\0' }] }, 'a.0.b'],
  [{ 'a\0': 1 }, ''],
  [{ a: 'half \ud83d' }, 'a'],
  [JSON.parse('{"a":{"__proto__":{"x":1}}}'), 'a'],
  [{ when: new Date(0) }, 'when'],
  [{ n: Number.POSITIVE_INFINITY }, 'n'],
  [{ n: 1n }, 'n'],
  [{ run: () => 1 }, 'run'],
])('%o is refused at %j', (input, field) => {
  expect(soundInput(input)).toMatchObject({ ok: false, code: 'invalid-input', field })
})

test('nesting is bounded, however deep the input is', () => {
  expect(soundInput(nested(60))).toMatchObject({ ok: true })
  expect(soundInput(nested(100))).toMatchObject({ ok: false, code: 'invalid-input' })
  expect(soundInput(nested(100_000))).toMatchObject({ ok: false, code: 'invalid-input' })
})

test('the number of parts is bounded', () => {
  expect(soundInput(Array.from({ length: 100_000 }, () => 0))).toMatchObject({ ok: false })
})

const text = string({ unit: 'grapheme' }).filter((t) => !t.includes('\0') && t !== '__proto__')

test('sound JSON passes unchanged, and nothing else passes', () => {
  assert(
    property(jsonValue({ stringUnit: 'grapheme' }), text, (value, extra) => {
      const json = JSON.parse(JSON.stringify({ value, extra })) as unknown
      const outcome = soundInput(json)
      expect(outcome.ok).toBe(!/\\u0000|"__proto__"/.test(JSON.stringify(json)))
      expect([json, undefined]).toContain(outcome.ok ? outcome.value : undefined)
    }),
  )
})
