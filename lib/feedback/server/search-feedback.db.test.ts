import { afterAll, beforeAll, expect, test } from 'vitest'
import { type WorkspaceId } from '@/lib/kernel/id'
import { enrichWorkspace } from './enrich'
import { searchClusters, searchItems } from './search-feedback'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

const OTHERS = 'wks_000000000099' as WorkspaceId // a workspace of others

test('items by number or by all their words, also unfinished ones; nothing of others', async () => {
  await house.send({ text: 'My saved card was declined at the very end', email: 'a@example.com' })
  await house.send({ text: 'The map of the harbour is blank', email: 'b@example.com' })
  const { db } = house.runtime.database
  const find = (q: string, workspaceId = house.workspaceId) => searchItems(db, workspaceId, q, 6)
  const [card] = await find('decl saved')
  expect(card?.excerpt).toContain('saved card was declined')
  expect(await find(card?.name.toLowerCase() ?? '')).toEqual([card])
  for (const q of ['declined map', 'ma', "'; drop", '%%%', '']) expect([q, await find(q)]).toEqual([q, []])
  expect(await find('declined', OTHERS)).toEqual([])
})

test('clusters by number or name', async () => {
  for (let i = 0; i < 5; i += 1) {
    await house.send({ text: `Voucher code refused at checkout again, attempt ${i}`, email: `v${i}@example.com` })
  }
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const { db } = house.runtime.database
  const [found] = await searchClusters(db, house.workspaceId, 'voucher', 6)
  expect(found).toMatchObject({ people: 5 })
  expect(await searchClusters(db, house.workspaceId, found?.name ?? '', 6)).toEqual([found])
  expect(await searchClusters(db, OTHERS, 'voucher', 6)).toEqual([])
})
