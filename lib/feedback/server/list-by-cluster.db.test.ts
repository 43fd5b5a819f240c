import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrichWorkspace } from './enrich'
import { listFeedback, type FeedbackPage } from './reads'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'
import { triageVerbs } from './triage'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

const list = async (query: string, limit = 50, cursor: string | null = null): Promise<FeedbackPage> => {
  const page = await listFeedback(house.runtime, house.maria, new URLSearchParams(query), { limit, cursor })
  if (!page.ok) throw new Error(page.message)
  return page.value
}

test('the largest cluster first and its newest on top, those in none last, on pages of any size', async () => {
  const say = async (text: string, person: number) => {
    const { json } = await house.send({ text, email: `c${person}@example.com` })
    house.pass(1000)
    return json.items[0]?.id ?? 'fbi_000000000000'
  }
  const alone = await say('The lavender theme hurts my eyes at night', 1)
  const few = [
    await say('Parking tickets are printed twice by the kiosk', 1),
    await say('Parking tickets are printed twice by this kiosk', 2),
  ]
  const many = []
  for (let i = 0; i < 4; i += 1) many.push(await say(`The ferry timetable shows winter departures ${i}`, i))
  const none = await say('Cannot stand the tram bell', 9)
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const taken = await house.run(triageVerbs.cluster, { itemId: none, act: { verb: 'cluster', clusterId: null } })
  expect(taken.ok).toBe(true)
  const order = [...many.toReversed(), ...few.toReversed(), alone, none]
  expect((await list('sort=cluster')).items.map(({ id }) => id)).toEqual(order)
  for (const limit of [1, 2, 3, 5, 7, 8]) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list('sort=cluster', limit, cursor)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(order)
  }
  expect((await list('sort=cluster&q=kiosk')).items.map(({ id }) => id)).toEqual(few.toReversed())
})

test.each(['9 clu_x 2026-03-04T09:00:00.000Z', '- 2026-99-99T09:00:00.000Z', '- ', '1 clu_000000000000'])(
  'a cursor that holds %j was given by no page',
  async (key) => {
    const cursor = Buffer.from(JSON.stringify([key, 'fbi_000000000000'])).toString('base64url')
    const page = await listFeedback(house.runtime, house.maria, new URLSearchParams('sort=cluster'), { cursor })
    expect(page).toMatchObject({ ok: false, code: 'invalid-input', field: 'cursor' })
  },
)
