import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isListed, parseList } from './list-query'

const row = {
  name: 'RO-142',
  flag: 'checkout-v2',
  owner: 'Maria Ito',
  state: 'paused',
  verdictCode: 'harmful',
} as const

test.each([
  ['', true],
  ['checkout', true],
  ['ro-142', true],
  ['search', false],
  ['owner:me', true],
  ['owner:maria', true],
  ['owner:"Maria Ito"', true],
  ['owner:sam', false],
  ['state:paused', true],
  ['state:waiting', true],
  ['state:running', false],
  ['state:running state:paused', true],
  ['verdict:harmful', true],
  ['verdict:neutral', false],
  ['verdict:harmful owner:me checkout', true],
  ['state:nonsense', false],
])('%j lists it: %s', (text, listed) => {
  expect(isListed(row, parseList(text), 'Maria Ito')).toBe(listed)
})

test('any text is a query', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof isListed(row, parseList(text), 'Maria Ito')).toBe('boolean')
    }),
  )
})
