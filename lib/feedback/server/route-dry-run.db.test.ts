import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonymous } from '@/lib/kernel/actor'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { bulkTriage } from './bulk'
import { enrichWorkspace } from './enrich'
import { dryRunRoute } from './route-dry-run'
import { saveRoutingRule } from './routing-rules'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

async function sent(text: string): Promise<FeedbackItemId> {
  const { json } = await house.send({ text })
  const id = json.items[0]?.id
  if (!id) throw new Error(JSON.stringify(json))
  return id
}

test('a route is tried on the newest items: what it meets, what an earlier one takes, what people decided', async () => {
  const [card, refund, decided] = [
    await sent('My card fails'),
    await sent('The refund of my card never came'),
    await sent('Card declined again'),
  ]
  await sent('I love the colours')
  await house.run(saveRoutingRule, { name: 'Refunds', when: { words: ['refund'] }, does: { priority: 'high' } })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  await house.run(bulkTriage, { ids: [decided], act: { verb: 'assign', assigneeId: house.ana.id } })
  const wish = {
    name: 'Cards',
    when: { words: ['card'] },
    does: { assign: { by: 'person', userId: house.maria.id } },
  }
  const tried = await dryRunRoute(house.runtime, house.olu, wish)
  expect(tried).toMatchObject({
    ok: true,
    value: { looked: 4, hits: 3, takenEarlier: 1, changedByPeople: 1, unowned: [card] },
  })
  expect(tried.ok && tried.value.examples.map(({ id }) => id)).toEqual([decided, card])
  // Before the other one it takes what the other one took.
  const first = await dryRunRoute(house.runtime, house.olu, { ...wish, position: 0 })
  expect(first).toMatchObject({ ok: true, value: { takenEarlier: 0 } })
  expect(first.ok && first.value.unowned.toSorted()).toEqual([card, refund].toSorted())
})

test('a wrong route and nobody are refused', async () => {
  expect(await dryRunRoute(house.runtime, house.olu, { name: '' })).toMatchObject({
    code: 'invalid-input',
    field: 'name',
  })
  expect(await dryRunRoute(house.runtime, anonymous, { name: 'x' })).toMatchObject({ code: 'not-signed-in' })
})
