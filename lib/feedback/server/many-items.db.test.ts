import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterPin } from '@/drizzle/schema/feedback-clusters'
import { auditEntry } from '@/drizzle/schema/platform'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { type Outcome } from '@/lib/kernel/result'
import { bulkTriage } from './bulk'
import { pinCluster, splitCluster } from './clusters'
import { enrichWorkspace } from './enrich'
import { findMergeTargets } from './merge-targets'
import { listFeedback, readItem } from './reads'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'
import { triageVerbs } from './triage'
import { undoAct } from './undo'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

function yes<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}
async function sent(text: string, more: Record<string, unknown> = {}): Promise<FeedbackItemId> {
  const { json } = await house.send({ text, ...more })
  const id = json.items[0]?.id
  if (!id) throw new Error(JSON.stringify(json))
  return id
}
const view = async (id: string) => yes(await readItem(house.runtime, house.maria, id))
const targets = async (id: string, words = '') =>
  yes(await findMergeTargets(house.runtime, house.maria, id, words)).map((one) => [one.name, one.because])

test('bulk on items of another workspace says which there are none of, and none at all is a no', async () => {
  const [one, two] = [await sent('mine'), await sent('mine too')]
  const stranger = await aFeedbackHouse()
  const foreign = (await stranger.send({ text: 'theirs' })).json.items[0]?.id
  const act = { verb: 'prioritise', priority: 'low' }
  expect(yes(await house.run(bulkTriage, { ids: [one, foreign, two, foreign], act }))).toMatchObject({
    done: 2,
    notFound: 1,
    outcomes: [
      { id: one, ok: true },
      { id: two, ok: true },
      { id: foreign, ok: false, code: 'not-found' },
    ],
  })
  const none = await house.run(bulkTriage, { ids: [foreign, 'fbi_zzzzzzzzzzzz'], act })
  expect(none).toMatchObject({ ok: false, code: 'not-found', message: 'None of these 2 items exists here.' })
  expect(await house.run(bulkTriage, { ids: [foreign], act })).toMatchObject({
    message: 'This item does not exist here.',
  })
  const audited = await house.runtime.database.db.select().from(auditEntry).where(eq(auditEntry.verb, 'feedback.bulk'))
  expect(audited.map(({ outcome }) => outcome)).toEqual(['done', 'not-found', 'not-found'])
  await stranger.close()
})

test('what an item may be merged into: its name, its person, its cluster, its likes, its words', async () => {
  const words = 'The zebra export writes an empty spreadsheet'
  const item = await sent(words, { email: 'z1@example.com' })
  const alike = await sent(`${words} again`, { email: 'z2@example.com' })
  const person = await sent('Something else entirely about giraffes', { email: 'z1@example.com' })
  const far = await sent('Nobody finds the zebra button in the toolbar of the mobile application')
  const merged = await sent(`${words}!`, { email: 'z3@example.com' })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  yes(await house.run(triageVerbs.merge, { itemId: merged, act: { verb: 'merge', into: alike } }))
  const [a, p, f] = await Promise.all([alike, person, far].map(view))
  expect((await view(item)).cluster?.id).toBe(a?.cluster?.id)
  const all = await targets(item)
  expect(all.slice(0, 2)).toEqual([
    [p?.name, 'same-person'],
    [a?.name, 'same-cluster'],
  ])
  expect(all.map(([name]) => name)).not.toContain((await view(merged)).name)
  expect(all.map(([name]) => name)).not.toContain((await view(item)).name)
  expect(await targets(item, 'zebra')).toEqual([[a?.name, 'same-cluster'], expect.arrayContaining([f?.name])])
  expect(await targets(item, 'giraffes')).toEqual([[p?.name, 'same-person']])
  expect((await targets(item, ` ${f?.name.toLowerCase()} `))[0]).toEqual([f?.name, 'named'])
  expect((await targets(item, far))[0]).toEqual([f?.name, 'named'])
  expect(await targets(item, 'nothing of the kind')).toEqual([])
  expect(await findMergeTargets(house.runtime, house.maria, 'FB-9999', '')).toMatchObject({ code: 'not-found' })
  expect(await targets(item, "'; drop & | ! :* (")).toEqual([])
})

test('what a person left to the machine again is pinned no more; the word can be taken back', async () => {
  const words = 'Printing a boarding pass jams the queue'
  const ids = [await sent(words, { email: 'p1@example.com' }), await sent(`${words} here`, { email: 'p2@example.com' })]
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const [first = 'fbi_000000000000', second] = ids
  const clusterId = (await view(first)).cluster?.id
  const unpin = { clusterId, itemIds: ids, kind: 'unpin' }
  expect(await house.run(pinCluster, unpin)).toMatchObject({ ok: false, code: 'not-pinned' })
  yes(await house.run(pinCluster, { clusterId, itemIds: [first], kind: 'same' }))
  expect((await view(first)).cluster).toMatchObject({ id: clusterId, pinned: true })
  const done = yes(await house.run(pinCluster, unpin))
  expect(done).toMatchObject({ done: 1, notFound: 1, clusterId })
  expect((await view(first)).cluster).toMatchObject({ id: clusterId, pinned: false })
  expect(await house.runtime.database.db.select().from(clusterPin).where(eq(clusterPin.itemId, first))).toEqual([])
  yes(await house.run(undoAct, { actId: done.actId }))
  expect((await view(first)).cluster?.pinned).toBe(true)
  expect(await house.run(splitCluster, { clusterId, itemIds: [second, 'fbi_zzzzzzzzzzzz'] })).toMatchObject({
    ok: true,
    value: { done: 1, notFound: 1 },
  })
})

test('the list of one person', async () => {
  const id = await sent('only mine', { email: 'solo@example.com' })
  const { person } = await view(id)
  const page = yes(
    await listFeedback(house.runtime, house.olu, new URLSearchParams({ view: 'all', q: `person:${person?.id}` })),
  )
  expect(page.items.map((one) => one.id)).toEqual([id])
})
