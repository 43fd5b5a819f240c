import { expect, test } from 'vitest'
import { nextAnnouncement, type Queue } from './announcement'

const silent: Queue = { waiting: null, last: '', lastAtMs: Number.NEGATIVE_INFINITY }

test('the first sentence is said at once', () => {
  expect(nextAnnouncement({ ...silent, waiting: 'Paused' }, 100)).toEqual({
    queue: { waiting: null, last: 'Paused', lastAtMs: 100 },
    say: 'Paused',
    waitMs: null,
  })
})

test('a second one waits until five seconds have passed', () => {
  const queue: Queue = { waiting: 'Stopped', last: 'Paused', lastAtMs: 100 }
  expect(nextAnnouncement(queue, 1100)).toEqual({ queue, say: null, waitMs: 4000 })
  expect(nextAnnouncement(queue, 5100).say).toBe('Stopped')
})

test('the same sentence is not said twice in a row', () => {
  const step = nextAnnouncement({ waiting: 'Paused', last: 'Paused', lastAtMs: 0 }, 60_000)
  expect(step).toEqual({ queue: { waiting: null, last: 'Paused', lastAtMs: 0 }, say: null, waitMs: null })
})
