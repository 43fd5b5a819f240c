import { expect, test } from 'vitest'
import { likeWords } from './like-words'

test.each([
  ['pause  131', ['%pause%', '%131%']],
  ['', ['%']],
  ['100%_\\', ['%100\\%\\_\\\\%']],
])('%s', (text, patterns) => {
  expect(likeWords(text)).toEqual(patterns)
})
