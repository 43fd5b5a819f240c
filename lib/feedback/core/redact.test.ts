import { expect, test } from 'vitest'
import { mask } from './mask'
import { maskWith } from './redact'

const order = { name: 'Order', pattern: 'ORD-\\d{4,8}', replacement: '[order]' }

test('what the workspace cuts out goes besides what is always masked', () => {
  const cut = maskWith([order, { name: 'Badge', pattern: '(?i)badge \\w+', replacement: '' }])
  expect(cut('ORD-12345 and ORD-9876543 of ana@example.com, Badge K12')).toEqual({
    text: '[order] and [order] of [email], ',
    kinds: ['Badge', 'Order', 'email'],
  })
})

test('without rules it is the built-in mask', () => {
  const text = 'Write to ana@example.com, card 4111 1111 1111 1111'
  expect(maskWith([])(text)).toEqual(mask(text))
})

test('a rule cannot keep a card from being masked', () => {
  const greedy = { name: 'Six', pattern: '\\d{6}', replacement: 'x' }
  expect(maskWith([greedy])('4111 1111 1111 1111 and 123456').text).toBe('[card] and x')
})

test('a replacement is taken word for word, and places are nothing to cut out', () => {
  expect(maskWith([{ ...order, replacement: '$0 $1 \\0' }])('ORD-1234').text).toBe('$0 $1 \\0')
  expect(maskWith([{ name: 'Edge', pattern: '\\b', replacement: '|' }])('two words')).toEqual({
    text: 'two words',
    kinds: [],
  })
})

test('a pattern that cannot be run is left out, and the others hold', () => {
  expect(maskWith([{ name: 'Bad', pattern: '(?=x)(', replacement: '' }, order])('xx ORD-1234').text).toBe('xx [order]')
})

test('a pattern that is slow elsewhere ends here', () => {
  const evil = { name: 'Evil', pattern: '(a+)+$', replacement: '' }
  expect(maskWith([evil])(`${'a'.repeat(50_000)}b`).text).toHaveLength(50_001)
})
