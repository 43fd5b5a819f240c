import { expect, test } from 'vitest'
import { bCubed } from './b-cubed'
import { evaluate, textsPerS } from './evaluate'

test('B³ by the example of its authors', () => {
  // Bagga and Baldwin (1998), figure 4: one group of five, one of two, one of five; the first answer joins the last two.
  const truth = Array.from('aaaaabbccccc')
  expect(bCubed(truth, Array.from('111112222222')).precision).toBeCloseTo(0.762, 3)
  expect(bCubed(truth, Array.from('111112222222')).recall).toBe(1)
  expect(bCubed(truth, Array.from('111112211111')).precision).toBeCloseTo(0.583, 3)
  expect(bCubed(truth, truth)).toEqual({ precision: 1, recall: 1, f1: 1 })
})

test('each label is judged alone, and what is not labelled is left out', () => {
  const found = evaluate([
    { text: 'The app crashes, terrible', sentiment: 'negative', type: 'bug', tags: ['crash'], group: 1 },
    { text: 'The app crashes again, terrible', stars: 1, category: 'bug', cluster: 1 },
    { text: 'Love it, great', stars: 5, sentiment: 'negative', tags: ['slow'] },
    { text: 'Love it, wonderful', stars: 4 },
    { text: 'no label at all' },
  ])
  expect(found.texts).toBe(5)
  expect(found.sentiment).toMatchObject({ n: 4, accuracy: 0.75 })
  expect(found.sentiment?.classes).toEqual([
    { label: 'negative', n: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
    { label: 'positive', n: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
  ])
  expect(found.types).toMatchObject({ n: 2, accuracy: 1, macroF1: 1 })
  expect(found.tags?.classes).toMatchObject([
    { label: 'crash', n: 1, precision: 1, recall: 1 },
    { label: 'slow', n: 1, recall: 0, f1: 0 },
  ])
  expect(found.clusters).toEqual({ n: 2, groups: 1, found: 1, precision: 1, recall: 1, f1: 1 })
})

test('without labels there is nothing to judge', () => {
  expect(evaluate([{ text: 'hello' }])).toEqual({ texts: 1, sentiment: null, types: null, tags: null, clusters: null })
})

const auc = (negative: string, positive: string) =>
  evaluate([
    { text: negative, sentiment: 'negative' },
    { text: positive, sentiment: 'positive' },
  ]).sentiment?.auc

test('AUC: sure is 1, the other way round 0, and equal scores are a coin', () => {
  expect(auc('terrible', 'wonderful')).toBe(1)
  expect(auc('wonderful', 'terrible')).toBe(0)
  expect(auc('the table', 'the table')).toBe(0.5)
  expect(evaluate([{ text: 'x', sentiment: 'negative' }]).sentiment?.auc).toBeNull()
})

test('speed is texts by the time that the clock says', () => {
  let nowMs = 0
  expect(textsPerS(['one', 'two'], () => (nowMs += 500), 1000)).toBeGreaterThan(1)
})
