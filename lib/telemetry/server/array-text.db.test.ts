import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { bytesArray, numbersArray, textsArray, wordsArray } from './array-text'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
afterAll(() => house.close())

const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
const special = fc.constantFrom('', 'null', 'NULL', '"', '\\', '\\"', '{}', ',', ' a ', "'", 'ü,"}', '\\x00')

test('Postgres reads back what was written, whatever the texts are', async () => {
  const { sql } = house.runtime.database
  const texts = fc.array(fc.option(fc.oneof(special, storable)), { maxLength: 8 })
  const numbers = fc.array(fc.option(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))))
  await fc.assert(
    fc.asyncProperty(texts, numbers, async (list, values) => {
      // As JSON: the driver reads a null in an array as the word.
      const rows = await sql`
        select to_jsonb(${textsArray(list)}::text[]) as texts, to_jsonb(${numbersArray(values)}::float8[]) as numbers`
      // No negative zero in JSON.
      expect(rows).toEqual([{ texts: list, numbers: values.map((value) => (value === null ? null : value + 0)) }])
    }),
    { numRuns: 200 },
  )
})

test('JSON travels as the elements of an array, too', async () => {
  const { sql } = house.runtime.database
  const values = [{ 'a "b"': '\\n{}', n: 1.5 }, {}, { yes: true }]
  const text = textsArray(values.map((value) => JSON.stringify(value)))
  expect(await sql`select to_jsonb(t) as v from unnest(${text}::jsonb[]) as t`).toEqual(values.map((v) => ({ v })))
})

test('bytes, words, and nothing at all', async () => {
  const { sql } = house.runtime.database
  const bytes = ['00ff', '5c22']
  const [row] = await sql`
    select array(select encode(b, 'hex') from unnest(${bytesArray(bytes)}::bytea[]) as b) as bytes,
      ${wordsArray(['track', 'exposure'])}::text[] as words,
      cardinality(${bytesArray([])}::bytea[]) + cardinality(${textsArray([])}::text[]) + cardinality(${wordsArray([])}::text[]) as none`
  expect(row).toEqual({ bytes, words: ['track', 'exposure'], none: 0 })
})
