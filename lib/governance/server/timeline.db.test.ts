import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Instant, instant } from '@/lib/kernel/time'
import { type NewTimelineEvent, readTimeline, recordTimeline } from './contract'
import { readTimelinePage } from './reads'
import { aHouse, type TestHouse } from './testing'

let house: TestHouse
beforeEach(async () => {
  house = await aHouse()
})
afterEach(() => house.close())

const at = (minute: number): Instant => instant(Date.UTC(2026, 2, 5, 10, minute))
const actor = { kind: 'person', id: 'usr_0123456789ab', name: 'Ana' }

const record = (minute: number, event: Partial<NewTimelineEvent> = {}) =>
  house.runtime.database.db.transaction((tx) =>
    recordTimeline(tx, {
      workspaceId: house.workspaceId,
      kind: 'rollout.paused',
      occurredAt: at(minute),
      recordedAt: at(59),
      rolloutId: 'rol_0123456789ab',
      actor,
      title: `minute ${minute}`,
      ...event,
    }),
  )
const titles = async (filter: Parameters<typeof readTimeline>[2] = {}) =>
  (await readTimeline(house.runtime.database.db, house.workspaceId, filter)).map(({ title }) => title)

test('events come in the order they happened, whenever they were told', async () => {
  for (const minute of [3, 1, 2]) await record(minute)
  expect(await titles()).toEqual(['minute 1', 'minute 2', 'minute 3'])
  expect(await titles({ from: at(2), to: at(2) })).toEqual(['minute 2'])
  expect(await titles({ limit: 1 })).toEqual(['minute 1'])
})

test('told twice with one key is written once; without a key it is two events', async () => {
  expect(await Promise.all([1, 1, 1].map((minute) => record(minute, { dedupeKey: 'k' })))).toContain(false)
  expect(await titles()).toEqual(['minute 1'])
  expect([await record(2), await record(2)]).toEqual([true, true])
  expect(await record(3, { dedupeKey: 'k', workspaceId: 'wsp_0123456789ab' })).toBe(true)
})

test('a rollout reads its own events, a workspace its own', async () => {
  await record(1)
  await record(2, { rolloutId: 'rol_zzzzzzzzzzzz' })
  await record(3, { workspaceId: 'wsp_0123456789ab' })
  expect(await titles({ rolloutId: 'rol_0123456789ab' })).toEqual(['minute 1'])
  expect(await titles()).toEqual(['minute 1', 'minute 2'])
})

test('what was told is read whole', async () => {
  await record(1, { body: 'note', data: { share: 25 }, flagKey: 'checkout-v2', environmentId: 'env_0123456789ab' })
  const [event] = await readTimeline(house.runtime.database.db, house.workspaceId)
  expect(event).toMatchObject({
    kind: 'rollout.paused',
    source: 'rollout',
    occurredAt: at(1),
    recordedAt: at(59),
    environmentId: 'env_0123456789ab',
    flagKey: 'checkout-v2',
    rolloutId: 'rol_0123456789ab',
    actor,
    body: 'note',
    data: { share: 25 },
  })
})

test('pages go back in the order of recording', async () => {
  for (const minute of [3, 1, 2]) await record(minute)
  const { db } = house.runtime.database
  const [newest, next] = await readTimelinePage(db, house.workspaceId, { limit: 2 })
  expect([newest?.title, next?.title]).toEqual(['minute 2', 'minute 1'])
  const rest = await readTimelinePage(db, house.workspaceId, { limit: 2, before: next?.seq })
  expect(rest.map(({ title }) => title)).toEqual(['minute 3'])
})
