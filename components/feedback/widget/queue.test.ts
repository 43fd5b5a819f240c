import { expect, test } from 'vitest'
import { type Answer, type Outgoing, sendAll, waiting } from './queue'

function aStore(start: Record<string, string> = {}) {
  const kept = new Map(Object.entries(start))
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  }
}
const message = (externalId: string): Outgoing => ({ externalId, text: externalId })
const answering = (answers: Record<string, Answer>, sent: string[] = []) => ({
  sent,
  post: (each: Outgoing) => {
    sent.push(each.externalId)
    return Promise.resolve(answers[each.externalId] ?? 'taken')
  },
})

test('what was taken leaves the queue; what was refused too, or it would block the rest', async () => {
  const store = aStore()
  expect(await sendAll(store, message('a'), answering({}).post)).toBe('taken')
  expect(await sendAll(store, message('b'), answering({ b: 'refused' }).post)).toBe('refused')
  expect(waiting(store)).toEqual([])
})

test('offline it waits, and goes before the next one', async () => {
  const store = aStore()
  expect(await sendAll(store, message('a'), answering({ a: 'later' }).post)).toBe('later')
  const online = answering({})
  expect(await sendAll(store, message('b'), online.post)).toBe('taken')
  expect(online.sent).toEqual(['a', 'b'])
  expect(waiting(store)).toEqual([])
})

test('the newest twenty are kept', async () => {
  const store = aStore()
  for (let i = 0; i < 25; i += 1) await sendAll(store, message(`m${i}`), () => Promise.resolve('later'))
  expect(waiting(store).map(({ externalId }) => externalId)).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 5}`))
})

test.each(['{', '7', '[1,{"x":2}]'])('a broken store, %s, is an empty one', (text) => {
  expect(waiting(aStore({ 'soundings.feedback': text }))).toEqual([])
})

test('without storage a message is still sent', async () => {
  const forbidden = {
    getItem: (): string | null => null,
    setItem: () => {
      throw new Error('forbidden')
    },
  }
  expect(await sendAll(forbidden, message('a'), answering({}).post)).toBe('taken')
})
