import { describe, expect, test } from 'vitest'
import { actSaid, comingUp, expected, leavesView, nextAfter, sentimentStep } from './act-effects'

test.each([
  ['inbox', 'done', true],
  ['inbox', 'note', false],
  ['all', 'done', false],
  ['done', 'reopen', true],
  ['done', 'note', false],
  ['snoozed', 'wake', true],
  ['snoozed', 'spam', true],
  ['unassigned', 'assign', true],
  ['inbox', 'assign', false],
] as const)('in %s, %s leaves: %s', (view, verb, leaves) => {
  const acts = {
    done: { verb: 'done', outcome: 'fixed' },
    note: { verb: 'note', text: 'x' },
    reopen: { verb: 'reopen' },
    wake: { verb: 'wake' },
    spam: { verb: 'spam' },
    assign: { verb: 'assign', assigneeId: 'usr_1' },
  } as const
  expect(leavesView(acts[verb], view)).toBe(leaves)
})

describe('focus after rows leave', () => {
  const ids = ['a', 'b', 'c', 'd']
  test.each<[string[], string | null, string | null]>([
    [['b'], 'b', 'c'],
    [['d'], 'd', 'c'],
    [['b', 'c'], 'b', 'd'],
    [['a', 'b', 'c', 'd'], 'a', null],
    [['b'], 'a', 'c'],
  ])('%s leave from %s', (leaving, current, next) => {
    expect(nextAfter(ids, new Set(leaving), current)).toBe(next)
  })
})

test('what comes next is read ahead, two at most, and nothing behind the end', () => {
  const ids = ['a', 'b', 'c', 'd']
  expect([comingUp(ids, 'a'), comingUp(ids, 'c'), comingUp(ids, 'd')]).toEqual([['b', 'c'], ['d'], []])
  expect([comingUp(ids, null), comingUp(ids, 'gone')]).toEqual([[], []])
})

test('sentiment moves one step and stays in its range', () => {
  expect(sentimentStep('negative', 1)).toBe('neutral')
  expect(sentimentStep('positive', 1)).toBe('positive')
  expect(sentimentStep(null, -1)).toBe('negative')
})

const names = (id: string) => ({ usr_1: 'Ana' })[id] ?? id
test('what a row shows at once, and what is said', () => {
  expect(expected({ verb: 'assign', assigneeId: 'usr_1' }, names)).toEqual({ assignee: { id: 'usr_1', name: 'Ana' } })
  expect(expected({ verb: 'assign', assigneeId: null }, names)).toEqual({ assignee: null })
  expect(actSaid({ verb: 'spam' }, [{ name: 'FB-7' }])).toBe('Marked as spam: FB-7')
  expect(actSaid({ verb: 'spam' }, [{ name: 'FB-7' }, { name: 'FB-8' }])).toBe('Marked as spam: 2 items')
})
