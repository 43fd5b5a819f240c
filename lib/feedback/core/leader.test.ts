import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bCubed } from './b-cubed'
import { clusterStream } from './cluster-stream'
import { LabelledText } from './evaluate'
import { place } from './leader'
import { contentWords, vectorOf } from './terms'

/** A small generator of numbers that is the same on every run. */
function dice(seed: number) {
  let state = seed
  const roll = () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296
  return { roll, pick: <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T } // an index within the list
}

const SYLLABLES = ['ba', 'cor', 'di', 'fen', 'ga', 'hul', 'mi', 'nor', 'pa', 'quil', 'ro', 'sta', 'tre', 'vi', 'wen']
const ENDINGS = ['', '. Please fix', '!!!', '. Thanks', ', any idea?']
const OPENINGS = ['', 'Hi team, ', 'Hello, ', 'Please help: ', 'Again: ']

const mistyped = (text: string) => `${text.slice(0, 2)}${text.charAt(3)}${text.charAt(2)}${text.slice(4)}`

/** Complaints of some matters, each written anew: words left out, changed, mistyped, with other manners around. */
function paraphrases(matters: number, texts: number, change: number) {
  const { roll, pick } = dice(7)
  const vocabulary = Array.from({ length: 1200 }, () =>
    Array.from({ length: 2 + Math.floor(roll() * 2) }, () => pick(SYLLABLES)).join(''),
  )
  const word = () => vocabulary[Math.floor(roll() ** 2.2 * vocabulary.length)] ?? ''
  const bases = Array.from({ length: matters }, () => Array.from({ length: 7 + Math.floor(roll() * 14) }, word))
  return Array.from({ length: texts }, () => {
    const matter = Math.floor(roll() * roll() * matters)
    const words = (bases[matter] ?? []).flatMap((one) => {
      const chance = roll()
      if (chance < change) return []
      if (chance < 2 * change) return [word()]
      return [chance < 2 * change + 0.05 ? mistyped(one) : one]
    })
    return { matter, text: `${pick(OPENINGS)}${words.join(' ')}${pick(ENDINGS)}` }
  })
}

const fitOf = (items: readonly { matter: string | number; text: string }[]) =>
  bCubed(
    items.map(({ matter }) => matter),
    clusterStream(items.map(({ text }) => text)),
  )

test.each([
  ['lightly', 150, 900, 0.12, 0.93],
  ['heavily', 300, 1500, 0.2, 0.82],
])('a stream of texts that are %s changed comes together, in any order', (_, matters, texts, change, least) => {
  const items = paraphrases(matters, texts, change)
  const straight = fitOf(items)
  expect(straight.f1).toBeGreaterThanOrEqual(least)
  expect(straight.precision).toBeGreaterThanOrEqual(0.92)
  expect(Math.abs(straight.f1 - fitOf(items.toReversed()).f1)).toBeLessThanOrEqual(0.03)
})

/** Written by hand; nothing was chosen by looking at those of the second file. */
const labelled = (name: string) =>
  readFileSync(new URL(`labelled/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => LabelledText.parse(JSON.parse(line)))
    .map(({ text, group = '' }) => ({ text, matter: group }))

test.each([
  ['known', 0.84],
  ['held-out', 0.82],
])('short complaints in other words, %s: few are put together wrongly', (name, least) => {
  const items = labelled(name)
  for (const order of [items, items.toReversed()]) {
    const fit = fitOf(order)
    expect(fit.f1).toBeGreaterThanOrEqual(least)
    expect(fit.precision).toBeGreaterThanOrEqual(0.93)
  }
})

test('endings and mistypings do not part what says the same; other matters stay apart', () => {
  const [a, b, c, d] = clusterStream([
    'The saved card is declined at checkout on iPhone',
    'Saved cards get declined during the checkout on my iPhone',
    'saved crad declined at checkout on iphone!!',
    'Please add a calendar view for the invoices',
  ])
  expect([b, c]).toEqual([a, a])
  expect(d).not.toBe(a)
})

test('a cluster that a person barred is not joined', () => {
  const frequencies = { texts: 1, of: () => 1 }
  const vector = vectorOf(contentWords('saved card declined'), frequencies)
  expect(place(vector, [{ id: 1, centroid: vector }], new Set([1]))).toMatchObject({ into: null })
  expect(place(vector, [{ id: 1, centroid: vector }], new Set())).toMatchObject({
    into: 1,
    because: expect.arrayContaining([expect.objectContaining({ term: 'card' })]),
  })
})
