import { expect, test } from 'vitest'
import { CANDIDATES, place, withMember, type Candidate } from './leader'
import { contentWords, lookUpTerms, vectorOf, type Vector } from './terms'

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

/** The stream as the job sees it, in memory. */
function cluster(texts: readonly string[]): number[] {
  const seen = new Map<string, number>()
  let count = 0
  const frequencies = {
    get texts() {
      return count
    },
    of: (term: string) => seen.get(term) ?? 0,
  }
  const clusters: (Candidate<number> & { members: Vector[]; terms: Set<string> })[] = []
  return texts.map((text) => {
    const words = contentWords(text)
    const vector = vectorOf(words, frequencies)
    const near = lookUpTerms(words, frequencies)
    const candidates = clusters
      .map((one) => ({ one, shared: near.filter((term) => one.terms.has(term)).length }))
      .filter(({ shared }) => shared > 0)
      .toSorted((a, b) => b.shared - a.shared)
      .slice(0, CANDIDATES)
      .map(({ one }) => one)
    const { into } = place(vector, candidates, new Set())
    const found =
      into === null ? { id: clusters.length, centroid: vector, members: [], terms: new Set<string>() } : clusters[into]
    if (!found) throw new Error('a cluster is lost')
    if (into === null) clusters.push(found)
    found.centroid = withMember(found.members, vector)
    found.members.push(vector)
    for (const term of found.centroid.weights.keys()) if (!term.startsWith('#')) found.terms.add(term)
    count += 1
    for (const term of new Set(words)) seen.set(term, (seen.get(term) ?? 0) + 1)
    return found.id
  })
}

/** Of each item's group by the one, how much is in the same group by the other; averaged. */
const share = (a: readonly number[], b: readonly number[]): number => {
  const [both, one] = [new Map<string, number>(), new Map<number, number>()]
  a.forEach((key, i) => {
    both.set(`${key} ${b[i]}`, (both.get(`${key} ${b[i]}`) ?? 0) + 1)
    one.set(key, (one.get(key) ?? 0) + 1)
  })
  return a.reduce((sum, key, i) => sum + (both.get(`${key} ${b[i]}`) ?? 0) / (one.get(key) ?? 1), 0) / a.length
}

/** B³ (Bagga and Baldwin 1998): precision and recall of each item's cluster, averaged. */
function bCubed(truth: readonly number[], given: readonly number[]): number {
  const [precision, recall] = [share(given, truth), share(truth, given)]
  return (2 * precision * recall) / (precision + recall)
}

test('a stream of paraphrases comes together', () => {
  const items = paraphrases(150, 900, 0.12)
  const truth = items.map(({ matter }) => matter)
  const straight = bCubed(truth, cluster(items.map(({ text }) => text)))
  expect(straight).toBeGreaterThanOrEqual(0.9)
  // Another order leads to nearly the same.
  const turned = items.toReversed()
  const other = bCubed(
    turned.map(({ matter }) => matter),
    cluster(turned.map(({ text }) => text)),
  )
  expect(Math.abs(straight - other)).toBeLessThanOrEqual(0.03)
})

test('endings and mistypings do not part what says the same; other matters stay apart', () => {
  const [a, b, c, d] = cluster([
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
