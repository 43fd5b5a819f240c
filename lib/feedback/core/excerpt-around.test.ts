import { expect, test } from 'vitest'
import { excerptAround } from './excerpt-around'

const long = `${'It was a long trip and the weather was fine. '.repeat(4)}Then my card was declined twice at the desk. ${'Nobody knew why. '.repeat(6)}`

test('what was typed is in the piece, with words around it', () => {
  const piece = excerptAround(long, 'DECLINED card')
  expect(piece).toContain('card was declined twice')
  expect(piece.startsWith('… ') && piece.endsWith(' …')).toBe(true)
  expect(piece.length).toBeLessThanOrEqual(104)
})

test('a short text stays whole, on one line; a word that is not there shows the beginning', () => {
  expect(excerptAround('Card\n declined ', 'card')).toBe('Card declined')
  expect(excerptAround(long, 'refund').startsWith('It was a long trip')).toBe(true)
  expect(excerptAround(long, 'why.')).toContain('why.')
})
