import { expect, test } from 'vitest'
import { type MessageView } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { presenceShort, presenceSentence, secondAnswer } from './presence-words'

const person = (name: string, typing = false) => ({ id: name, name, typing })

test.each([
  [[], null],
  [[person('Ana')], 'Ana has it open too.'],
  [[person('Ana'), person('Sam')], 'Ana and Sam have it open too.'],
  [[person('Ana'), person('Sam', true)], 'Sam is writing an answer. Ana has it open too.'],
  [['Ana', 'Sam', 'Kim', 'Olu', 'Tom'].map((name) => person(name)), 'Ana, Sam, Kim and 2 more have it open too.'],
])('%j: %s', (people, sentence) => {
  expect(presenceSentence(people)).toBe(sentence)
})

const message = (id: string, direction: MessageView['direction'], more: Partial<MessageView> = {}): MessageView => ({
  id,
  direction,
  author: direction === 'in' ? 'them' : 'Ana',
  text: 'Thank you.',
  at: '2026-12-17T02:14:00.000Z' as Instant,
  delivery: direction === 'out' ? 'sent' : null,
  deliveryNote: null,
  ...more,
})
const mine = new Set(['fbm_1'])

test.each([
  ['nobody answered', [], [], null],
  ['a note is no answer', [message('fbm_1', 'note')], [], null],
  [
    'an answer that was there',
    [message('fbm_1', 'out')],
    [],
    'Ana answered already, and they have not written since: “Thank you.”',
  ],
  ['an answer that came since', [message('fbm_2', 'out')], [], 'Ana answered while you wrote: “Thank you.”'],
  ['they wrote again', [message('fbm_1', 'out'), message('fbm_2', 'in')], [], null],
  ['an answer that was not delivered', [message('fbm_1', 'out', { delivery: 'failed' })], [], null],
  ['somebody looks', [], [person('Sam')], null],
  ['somebody writes', [], [person('Sam', true)], 'Sam is writing an answer now.'],
] as const)('%s', (_, thread, people, warning) => {
  expect(secondAnswer({ thread: [...thread] }, mine, [...people])).toBe(warning)
})

test('beside a row there is room for a few words', () => {
  const people = ['Ana', 'Ben', 'Cleo', 'Dan'].map((name) => ({ id: name, name, typing: false }))
  expect(presenceShort(people.slice(0, 1))).toBe('Ana has it open')
  expect(presenceShort(people)).toBe('Ana, Ben, Cleo and 1 more have it open')
})
