import { expect, test } from 'vitest'
import { idOf } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import type { Evaluation } from '../core/evaluator'
import { ClientRegistry, type Sighting } from './clients'
import { FlagUsage } from './flag-usage'

const workspaceId = idOf('wsp', 1, 1)
const environmentId = idOf('env', 1, 1)
const start = 1_795_168_800_000

const sighting = (more: Partial<Sighting> = {}): Sighting => ({
  workspaceId,
  environmentId,
  mark: 'pod-1',
  kind: 'ofrep',
  service: null,
  serviceVersion: null,
  revision: 417,
  atMs: start,
  ...more,
})

test('a revision is dated by when it was first shown, and rows are taken when they changed', () => {
  const clients = new ClientRegistry()
  clients.seen(sighting())
  clients.seen(sighting({ atMs: start + 1000 }))
  expect(clients.take()).toMatchObject([{ revision: 417, revisionAt: instant(start), seenAt: instant(start + 1000) }])
  clients.seen(sighting({ atMs: start + 2000 }))
  expect(clients.take()).toEqual([])
  clients.seen(sighting({ atMs: start + 3000, revision: 418 }))
  expect(clients.take()).toMatchObject([{ revision: 418, revisionAt: instant(start + 3000) }])
})

test('a client that is only alive is taken now and then, and again when it could not be stored', () => {
  const clients = new ClientRegistry()
  clients.seen(sighting())
  clients.take()
  clients.seen(sighting({ revision: null, atMs: start + 40_000 }))
  expect(clients.take()).toMatchObject([{ revision: 417, seenAt: instant(start + 40_000) }])
  expect(clients.take()).toEqual([])
  clients.putBack()
  expect(clients.take()).toHaveLength(1)
})

test('a stream and its fetches are one client; its mark is kept as a hash alone', () => {
  const clients = new ClientRegistry()
  clients.seen(sighting({ kind: 'ofrep', mark: 'key\n10.0.0.7\nFirefox' }))
  clients.seen(sighting({ kind: 'stream', mark: 'key\n10.0.0.7\nFirefox', revision: null }))
  const [row, ...others] = clients.take()
  expect(others).toEqual([])
  expect(row).toMatchObject({ kind: 'stream', revision: 417 })
  expect(row?.clientId).toMatch(/^[\w-]{22}$/)
})

test.each([
  ['abac', ['a', 'c']],
  ['aabbc', ['b', 'c']],
  ['abcca', ['c', 'a']],
])('the registry is bounded: of %s those seen last stay', (marks, left) => {
  const clients = new ClientRegistry({ max: 2 })
  for (const mark of marks) clients.seen(sighting({ mark, service: mark }))
  expect(clients.take().map(({ service }) => service)).toEqual(left)
})

const answer = (variant: string): Evaluation => ({
  kind: 'value',
  key: 'checkout-v2',
  value: true,
  variant,
  reason: 'STATIC',
  metadata: {},
})

test('usage is counted by minute, taken once, and can be put back', () => {
  const usage = new FlagUsage()
  const place = { workspaceId, environmentId }
  const [on, off, onOfNextRevision] = [answer('on'), answer('off'), answer('on')]
  for (const [given, afterMs] of [
    [on, 0],
    [onOfNextRevision, 59_999],
    [off, 1],
    [on, 60_000],
  ] as const) {
    usage.count(place, given, start + afterMs)
  }
  const rows = usage.take()
  expect(rows.map(({ variant, minute, count }) => [variant, minute, count])).toEqual([
    ['on', instant(start), 2],
    ['off', instant(start), 1],
    ['on', instant(start + 60_000), 1],
  ])
  expect(usage.take()).toEqual([])
  usage.putBack(rows)
  usage.count(place, on, start + 60_001)
  // One row each, however often it was put back: a statement may not touch a row twice.
  expect(usage.take().map(({ variant, count }) => [variant, count])).toEqual([
    ['on', 2],
    ['off', 1],
    ['on', 2],
  ])
})
