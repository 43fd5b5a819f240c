import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackItem, feedbackLabel } from '@/drizzle/schema/feedback'
import { auditEntry } from '@/drizzle/schema/platform'
import { readTimeline } from '@/lib/governance/server/contract'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { outboxMail } from '@/drizzle/schema/platform'
import { plus, seconds } from '@/lib/kernel/time'
import { TRIAGE_VERBS, type TriageAct, type TriageVerb } from '../core/schema'
import { bulkTriage } from './bulk'
import { enrichWorkspace } from './enrich'
import { listFeedback, readItem, readSimilar, countFeedback } from './reads'
import { replyToItem } from './reply'
import { aFeedbackHouse, ROLLOUT, stages, type FeedbackHouse } from './testing'
import { triageVerbs } from './triage'
import { undoAct } from './undo'
import { wakeDue, wakeForRollout } from './wake'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

async function sent(text: string, more: Record<string, unknown> = {}): Promise<FeedbackItemId> {
  const { json } = await house.send({ text, ...more })
  const id = json.items[0]?.id
  if (!id) throw new Error(JSON.stringify(json))
  return id
}
const enrich = () => enrichWorkspace(house.runtime, stages, house.workspaceId)
const act = (itemId: FeedbackItemId, doing: TriageAct, actor = house.maria, more = {}) =>
  house.run(triageVerbs[doing.verb], { itemId, act: doing, ...more }, actor)
async function view(id: FeedbackItemId) {
  const item = await readItem(house.runtime, house.maria, id)
  if (!item.ok) throw new Error(item.message)
  return item.value
}
const list = async (query: string) => {
  const page = await listFeedback(house.runtime, house.maria, new URLSearchParams(query))
  if (!page.ok) throw new Error(page.message)
  return page.value.items
}

/** An input that every verb takes, on an item that is in a state for it. */
const INPUTS: Record<TriageVerb, TriageAct> = {
  done: { verb: 'done', outcome: 'fixed' },
  reopen: { verb: 'reopen' },
  start: { verb: 'start' },
  assign: { verb: 'assign', assigneeId: null },
  prioritise: { verb: 'prioritise', priority: 'high' },
  tag: { verb: 'tag', add: ['bug'], remove: [] },
  type: { verb: 'type', type: 'bug' },
  sentiment: { verb: 'sentiment', label: 'negative' },
  cluster: { verb: 'cluster', clusterId: null },
  merge: { verb: 'merge', into: 'fbi_000000000000' },
  unmerge: { verb: 'unmerge' },
  snooze: { verb: 'snooze', snooze: { until: 'reply' } },
  wake: { verb: 'wake' },
  link: { verb: 'link', link: { kind: 'issue', ref: 'https://tracker.example/1', title: '' } },
  unlink: { verb: 'unlink', ref: 'https://tracker.example/1' },
  note: { verb: 'note', text: 'look at this' },
  decline: { verb: 'decline', reason: 'not now' },
  spam: { verb: 'spam' },
  unread: { verb: 'unread', unread: true },
}

test.each(TRIAGE_VERBS)('%s of an item in another workspace is not found', async (verb) => {
  const id = await sent(`foreign ${verb}`)
  const stranger = await aFeedbackHouse()
  const outcome = await stranger.run(triageVerbs[verb], { itemId: id, act: INPUTS[verb] })
  await stranger.close()
  expect(outcome).toMatchObject({ ok: false, code: 'not-found' })
})

test.each(TRIAGE_VERBS)('%s without the permission is forbidden and in the audit', async (verb) => {
  const id = await sent(`reader ${verb}`)
  expect(await act(id, INPUTS[verb], house.olu)).toMatchObject({ ok: false, code: 'forbidden' })
  const { db } = house.runtime.database
  const rows = await db
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.objectId, id), eq(auditEntry.verb, `feedback.${verb}`)))
  expect(rows).toMatchObject([{ outcome: 'forbidden', actorName: 'Olu' }])
})

test('an item is read: type, tags with reasons that add up, sentiment, language, cluster', async () => {
  const id = await sent('The app crashes every time I open the camera, please fix. Terrible!')
  expect((await view(id)).enrichment).toBe('pending')
  await enrich()
  const item = await view(id)
  expect(item).toMatchObject({
    enrichment: 'done',
    type: 'bug',
    typeSource: 'rule',
    language: 'en',
    sentiment: 'negative',
    state: 'new',
  })
  expect(item.tags.map(({ key }) => key)).toContain('crash')
  expect(item.tags[0]?.status).toBe('suggested')
  const crash = item.tagDetails.find(({ key }) => key === 'crash')
  const logit = crash?.because.reduce((sum, line) => sum + line.weight, 0) ?? 0
  expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(crash?.score ?? 0, 2)
  expect(item.cluster?.items).toBe(1)
  expect(item.version).toBe(1)
})

test('the same matter of several people is one cluster; another matter is not', async () => {
  const one = await sent('Saved card is declined at checkout on iOS', { email: 'a1@example.com' })
  const two = await sent('My saved card gets declined at the checkout on iOS', { email: 'a2@example.com' })
  const other = await sent('Where can I change the language of the invoices?', { email: 'a3@example.com' })
  await enrich()
  const [a, b, c] = [await view(one), await view(two), await view(other)]
  expect(b.cluster?.id).toBe(a.cluster?.id)
  expect(b.cluster).toMatchObject({ people: 2, items: 2 })
  expect(c.cluster?.id).not.toBe(a.cluster?.id)
  const similar = await readSimilar(house.runtime, house.maria, two)
  expect(similar.ok && similar.value[0]).toMatchObject({ id: one })
  const taken = await act(two, { verb: 'cluster', clusterId: null })
  expect(taken).toMatchObject({ ok: true })
  expect((await view(one)).cluster).toMatchObject({ people: 1 })
  expect(await act(two, { verb: 'cluster', clusterId: a.cluster?.id ?? null })).toMatchObject({ ok: true })
  expect((await view(one)).cluster).toMatchObject({ people: 2 })
})

test('accepted, removed and added tags stay, and each word is a label', async () => {
  const id = await sent('It is so slow and it freezes')
  await enrich()
  await act(id, { verb: 'tag', add: ['slow', 'ui'], remove: [] })
  await act(id, { verb: 'tag', add: [], remove: ['ui'] })
  const item = await view(id)
  expect(item.tags).toEqual(expect.arrayContaining([{ key: 'slow', status: 'accepted' }]))
  expect(item.tags.map(({ key }) => key)).not.toContain('ui')
  const labels = await house.runtime.database.db.select().from(feedbackLabel).where(eq(feedbackLabel.itemId, id))
  expect(labels.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    ['slow', 'slow', 'confirmation'],
    [null, 'ui', 'correction'],
    ['ui', null, 'correction'],
  ])
  expect(await act(id, { verb: 'tag', add: ['unheard-of'], remove: [] })).toMatchObject({
    ok: false,
    code: 'unknown-tag',
  })
})

test('a stale tab hears what the other one did', async () => {
  const id = await sent('two triagers')
  await act(id, { verb: 'done', outcome: 'fixed' }, house.ana)
  const late = await act(id, { verb: 'spam' }, house.maria, { expectedVersion: 1 })
  expect(late).toMatchObject({
    ok: false,
    code: 'stale-version',
    message: expect.stringContaining('Ana marked it done: fixed'),
  })
})

test('merge and un-merge are exact, and two people count as two', async () => {
  const into = await sent('merge target', { email: 'm1@example.com' })
  const from = await sent('merge source', { email: 'm2@example.com' })
  await act(from, { verb: 'snooze', snooze: { until: 'reply' } })
  const before = await view(from)
  expect(await act(from, { verb: 'merge', into })).toMatchObject({ ok: true, value: { item: { state: 'duplicate' } } })
  expect(await view(into)).toMatchObject({ mergedPeople: 2, merged: [{ id: from }] })
  expect(await act(into, { verb: 'merge', into: from })).toMatchObject({ ok: false, code: 'merged-itself' })
  await act(from, { verb: 'unmerge' })
  const after = await view(from)
  expect([after.state, after.snooze, after.duplicateOf]).toEqual([before.state, before.snooze, null])
  expect(await view(into)).toMatchObject({ mergedPeople: 1, merged: [] })
  await act(from, { verb: 'wake' })
})

test('bulk answers for each item, and one token takes it back', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => sent(`bulk ${i}`)))
  await act(ids[0] ?? 'fbi_000000000000', { verb: 'spam' })
  const missing = 'fbi_zzzzzzzzzzzz'
  const outcome = await house.run(bulkTriage, { ids: [...ids, missing], act: { verb: 'decline', reason: 'later' } })
  if (!outcome.ok) throw new Error(outcome.message)
  expect(outcome.value.done).toBe(19)
  expect(outcome.value.outcomes.filter(({ ok }) => !ok)).toMatchObject([
    { id: ids[0], code: 'not-possible-now' },
    { id: missing, code: 'not-found' },
  ])
  await act(ids[1] ?? missing, { verb: 'reopen' })
  const undone = await house.run(undoAct, { actId: outcome.value.actId })
  expect(undone).toMatchObject({ ok: true, value: { done: 18 } })
  expect(undone.ok && undone.value.outcomes.filter(({ ok }) => !ok)).toMatchObject([
    { id: ids[1], code: 'changed-since' },
  ])
  expect((await view(ids[5] ?? missing)).state).toBe('new')
  expect((await view(ids[5] ?? missing)).history.map(({ verb }) => verb)).toEqual(['undo', 'decline', 'received'])
  expect(await house.run(undoAct, { actId: outcome.value.actId }, house.olu)).toMatchObject({ code: 'forbidden' })
})

test('sleep ends at its time, by a reply, and when the rollout changes', async () => {
  const ids = [
    await sent('sleep 1'),
    await sent('sleep 2', { email: 's2@example.com', externalId: 'sleep-2' }),
    await sent('sleep 3'),
  ] as const
  const at = plus(house.runtime.now(), seconds(60))
  await act(ids[0], { verb: 'snooze', snooze: { until: 'time', at } })
  await act(ids[1], { verb: 'snooze', snooze: { until: 'reply' } })
  await act(ids[2], { verb: 'snooze', snooze: { until: 'rollout-change', rolloutId: ROLLOUT } })
  expect((await list('view=snoozed')).map(({ id }) => id).toSorted()).toEqual([...ids].toSorted())
  expect(
    await act(ids[0], { verb: 'snooze', snooze: { until: 'time', at: plus(house.runtime.now(), seconds(0)) } }),
  ).toMatchObject({ code: 'already-past' })
  expect(await wakeDue(house.runtime, house.workspaceId)).toBe(0)
  house.pass(61_000)
  expect(await wakeDue(house.runtime, house.workspaceId)).toBe(1)
  await house.send({ text: 'still there?', email: 's2@example.com', inReplyTo: 'sleep-2' })
  await house.runtime.database.db.transaction((tx) =>
    wakeForRollout(
      tx,
      { workspaceId: house.workspaceId, rolloutId: ROLLOUT, flagKey: 'checkout', what: 'RO-1 is paused' },
      house.runtime.now(),
    ),
  )
  expect(await list('view=snoozed')).toEqual([])
  expect((await Promise.all(ids.map(view))).map(({ woke }) => woke)).toEqual([
    'Its time has come',
    'They replied',
    'RO-1 is paused',
  ])
})

test('a question waits, and the answer brings back the state before', async () => {
  const id = await sent('It is broken', { email: 'ask@example.com', externalId: '<ask@mail>' })
  await act(id, { verb: 'start' })
  expect(await house.run(replyToItem, { itemId: id, text: 'Which version?', kind: 'ask' })).toMatchObject({
    ok: true,
    value: { item: { state: 'waiting' } },
  })
  const mails = await house.runtime.database.db.select().from(outboxMail)
  expect(mails).toMatchObject([
    { recipient: 'ask@example.com', content: { inReplyTo: '<ask@mail>', headers: { References: '<ask@mail>' } } },
  ])
  const thread = (await view(id)).thread
  expect(thread).toMatchObject([{ direction: 'out', text: 'Which version?', delivery: 'queued' }])
  await house.send({ text: 'Version 7', email: 'ask@example.com', inReplyTo: `<${mails[0]?.id}@soundings.internal>` })
  expect(await view(id)).toMatchObject({ state: 'in_progress', unread: true, woke: 'They replied' })
})

test('nobody is answered who left no address or does not want it', async () => {
  const silent = await sent('no address')
  expect(await house.run(replyToItem, { itemId: silent, text: 'hello' })).toMatchObject({ code: 'no-reply' })
  const no = await sent('please no mail', { email: 'no@example.com', consent: { reply: false } })
  expect(await house.run(replyToItem, { itemId: no, text: 'hello' })).toMatchObject({ code: 'no-reply' })
  expect(await house.run(replyToItem, { itemId: no, text: 'hello' }, house.olu)).toMatchObject({ code: 'forbidden' })
})

test('the list: operators, sorts, pages', async () => {
  await house.expose('u-list', 'on')
  const unit = { unit: 'u-list' }
  const worst = await sent('Awful terrible horrible worst crash', { ...unit, channel: 'review', rating: 1 })
  const best = await sent('Love it, wonderful and great', { ...unit, channel: 'review', rating: 5 })
  await enrich()
  expect((await list('q=flag:checkout channel:review sentiment:negative')).map(({ id }) => id)).toEqual([worst])
  expect((await list('channel=review&exposed=exposed')).map(({ id }) => id)).toEqual([best, worst])
  expect((await list('channel=review&sort=negative')).map(({ id }) => id)).toEqual([worst, best])
  expect((await list('channel=review&sort=suggested')).map(({ id }) => id)).toEqual([worst, best])
  expect((await list('q=wonder')).map(({ id }) => id)).toEqual([best])
  expect(await list('q=assignee:me')).toEqual([])
  const cursors = new Map<string, string>()
  const SORTED = ['-received', 'waiting', 'due', 'negative', 'suggested', 'cluster']
  for (const sort of SORTED) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listFeedback(house.runtime, house.maria, new URLSearchParams({ view: 'all', sort }), {
        limit: 7,
        cursor,
      })
      if (!page.ok) throw new Error(page.message)
      seen.push(...page.value.items.map(({ id }) => id))
      cursor = page.value.nextCursor
      if (cursor) cursors.set(sort, cursor)
    } while (cursor)
    const all = await house.runtime.database.db.select({ id: feedbackItem.id }).from(feedbackItem)
    expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted())
  }
  // A cursor of another order is refused, or begins somewhere; it is never a fault.
  for (const sort of SORTED) {
    for (const cursor of cursors.values()) {
      const page = await listFeedback(house.runtime, house.maria, new URLSearchParams({ view: 'all', sort }), {
        cursor,
      })
      expect(page.ok || page.code).toBe(page.ok ? true : 'invalid-input')
    }
  }
  const bad = await listFeedback(house.runtime, house.maria, new URLSearchParams(), { cursor: 'made-up' })
  expect(bad).toMatchObject({ ok: false, code: 'invalid-input', field: 'cursor' })
  const counts = await countFeedback(house.runtime, house.maria)
  expect(counts.ok && counts.value.inbox).toBe(
    (
      (await listFeedback(house.runtime, house.maria, new URLSearchParams(), { limit: 500 })) as {
        value: { items: unknown[] }
      }
    ).value.items.length,
  )
})

test('the owner hears of the first, third and eighth exposed person who complains', async () => {
  for (let i = 0; i < 9; i += 1) {
    await house.expose(`u-sad-${i}`, 'on')
    await sent(`checkout crashes, number ${i} is angry`, { unit: `u-sad-${i}` })
    await enrich()
  }
  const told = (await readTimeline(house.runtime.database.db, house.workspaceId, { rolloutId: ROLLOUT })).filter(
    ({ kind }) => kind === 'feedback.heard',
  )
  expect(told.map(({ data }) => (data as { people: number }).people)).toEqual([1, 3, 8])
})
