import { expect, test } from 'vitest'
import { nextItem } from './menu-keys'

const texts = ['Pause', 'Advance…', 'Abandon', 'Stop exposure']

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 3, 0],
  ['ArrowUp', 0, 3],
  ['Home', 2, 0],
  ['End', 0, 3],
  ['a', 0, 1],
  ['A', 1, 2],
  ['a', 2, 1],
  ['x', 0, null],
  [' ', 0, null],
  ['Enter', 0, null],
])('%s from item %d leads to %s', (key, at, next) => expect(nextItem(key, at, texts)).toBe(next))

test('an empty menu has nowhere to go', () => expect(nextItem('ArrowDown', -1, [])).toBeNull())
