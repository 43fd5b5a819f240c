import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClusterId, type FeedbackItemId } from '@/lib/kernel/id'
import { type Outcome } from '@/lib/kernel/result'
import { listClusters, readCluster } from './cluster-reads'
import { unmergeCluster } from './cluster-unmerge'
import { editCluster, mergeClusters, pinCluster, splitCluster } from './clusters'
import { enrichWorkspace } from './enrich'
import { readItem } from './reads'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

function yes<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.value
}
const view = async (id: string) => yes(await readItem(house.runtime, house.maria, id))

/** The same words of three people. */
async function threeAlike(text: string): Promise<{ ids: FeedbackItemId[]; cluster: ClusterId }> {
  const items = [1, 2, 3].map((i) => ({ text, email: `${text.split(' ')[1]}${i}@example.com` }))
  const { json } = await house.send({ items })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const ids = json.items.flatMap(({ id }) => id ?? [])
  const cluster = (await view(ids[0] ?? '')).cluster?.id
  if (!cluster) throw new Error('no cluster')
  return { ids, cluster }
}

test('clusters: people count, names stay, split, merge, and a person beats similarity', async () => {
  const one = await threeAlike('The quarterly exporter writes empty spreadsheets')
  expect(yes(await readCluster(house.runtime, house.olu, one.cluster))).toMatchObject({
    state: 'open',
    items: 3,
    people: 3,
  })
  yes(await house.run(editCluster, { clusterId: one.cluster, name: 'Empty exports', state: 'planned' }))
  const taken = one.ids[2] ?? 'fbi_000000000000'
  const split = yes(await house.run(splitCluster, { clusterId: one.cluster, itemIds: [taken] }))
  expect(split.clusterId).not.toBe(one.cluster)
  expect(yes(await readCluster(house.runtime, house.olu, one.cluster))).toMatchObject({
    title: 'Empty exports',
    state: 'planned',
    items: 2,
  })
  expect(await house.run(mergeClusters, { clusterId: one.cluster, from: one.cluster })).toMatchObject({
    code: 'merge-with-itself',
  })
  yes(await house.run(mergeClusters, { clusterId: one.cluster, from: split.clusterId }))
  const whole = yes(await readCluster(house.runtime, house.olu, split.clusterId ?? ''))
  expect(whole).toMatchObject({ id: one.cluster, items: 3, people: 3 })
  expect(whole.history.map(({ verb }) => verb)).toEqual(['merged', 'split', 'edited'])
  expect(whole.trend.at(-1)?.people).toBe(3)
  yes(await house.run(pinCluster, { clusterId: one.cluster, itemIds: [taken], kind: 'not-same' }))
  expect((await view(taken)).cluster).toBeNull()
  const listed = yes(await listClusters(house.runtime, house.olu, new URLSearchParams({ state: 'planned' })))
  expect(listed.items.map(({ title }) => title)).toEqual(['Empty exports'])
})

test('a merge of clusters is taken back exactly; what somebody moved on since stays', async () => {
  const [one, other] = [
    await threeAlike('Monthly candles smell of burnt toast'),
    await threeAlike('My trumpet lesson ended without any certificate'),
  ]
  expect(other.cluster).not.toBe(one.cluster)
  const [, pinned = '', away = ''] = other.ids
  const { sql } = house.runtime.database
  yes(await house.run(editCluster, { clusterId: other.cluster, name: 'Weekly ones', state: 'shipped' }))
  yes(await house.run(pinCluster, { clusterId: other.cluster, itemIds: [pinned], kind: 'same' }))
  const pair = { clusterId: one.cluster, from: other.cluster }
  const states = () => sql`
    select id, number, name, state, merged_into, centroid, norm, n_items, n_people, first_seen, last_seen
    from cluster where id in (${one.cluster}, ${other.cluster}) order by id`
  const members = () => sql`
    select id, cluster_id, cluster_pinned from feedback_item where id = any(${[...one.ids, ...other.ids]}) order by id`
  const terms = () => sql`select term, weight from cluster_term where cluster_id = ${other.cluster} order by term`
  const pins = () => sql`select * from cluster_pin order by item_id, cluster_id`
  const before = [await states(), await members(), await terms(), await pins()]
  expect(await house.run(unmergeCluster, pair)).toMatchObject({ code: 'not-merged' })
  yes(await house.run(mergeClusters, pair))
  expect((await view(pinned)).cluster?.id).toBe(one.cluster)
  expect(yes(await house.run(unmergeCluster, pair))).toMatchObject({ id: other.cluster })
  expect([await states(), await members(), await terms(), await pins()]).toEqual(before)
  expect(await house.run(unmergeCluster, pair)).toMatchObject({ code: 'not-merged' })
  yes(await house.run(mergeClusters, pair))
  yes(await house.run(pinCluster, { clusterId: one.cluster, itemIds: [away], kind: 'not-same' }))
  yes(await house.run(unmergeCluster, pair))
  expect((await view(away)).cluster).toBeNull()
  expect(yes(await readCluster(house.runtime, house.olu, other.cluster))).toMatchObject({ items: 2, state: 'shipped' })
})
