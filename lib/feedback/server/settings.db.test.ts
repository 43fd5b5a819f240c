import { and, eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackItem, feedbackRaw } from '@/drizzle/schema/feedback'
import { person, personIdentity } from '@/drizzle/schema/feedback-people'
import { auditEntry, outboxMail } from '@/drizzle/schema/platform'
import { type Person } from '@/lib/kernel/actor'
import { type FeedbackItemId, type PersonId } from '@/lib/kernel/id'
import { type Outcome } from '@/lib/kernel/result'
import { type Command } from '@/lib/platform/command'
import { classifyText } from './classify-text'
import { unmergeCluster } from './cluster-unmerge'
import { editCluster, mergeClusters, pinCluster, splitCluster } from './clusters'
import { enrichWorkspace } from './enrich'
import { importCsv } from './import-csv'
import { erasePerson, exportPerson, setConsent } from './people'
import { readStartView, setStartView } from './start-view'
import { bePresent, listPresence, readPresence, tellPresence } from './presence'
import { listFeedback, listSavedViews, readItem } from './reads'
import { receiveWebhook, webhookSource } from './receive-webhook'
import { replyToItem } from './reply'
import { revealOriginal } from './reveal'
import { readRolloutFeedback } from './rollout-feedback'
import { deleteRoutingRule, listRoutingRules, orderRoutingRules, saveRoutingRule } from './routing-rules'
import { deleteView, saveView } from './saved-views'
import { createSource, editSource, listSources } from './sources'
import { deleteTagRule, dryRunRule, listTagRules, listTags, saveTag, saveTagRule } from './tag-rules'
import { aFeedbackHouse, aRequest, ROLLOUT, stages, type FeedbackHouse } from './testing'

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
function yes<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const view = async (id: string) => yes(await readItem(house.runtime, house.maria, id))

const CLUSTER = 'clu_000000000000'
const VERBS: [string, Command<never, unknown>, object, string][] = [
  ['saveView', saveView, { id: 'fvw_000000000000', name: 'x', query: '' }, 'not-found'],
  ['deleteView', deleteView, { id: 'fvw_000000000000' }, 'not-found'],
  ['saveTagRule', saveTagRule, { id: 'trl_000000000000', tag: 'slow', pattern: 'snail' }, 'not-found'],
  ['deleteTagRule', deleteTagRule, { id: 'trl_000000000000' }, 'not-found'],
  ['saveRoutingRule', saveRoutingRule, { id: 'rrl_000000000000', name: 'x' }, 'not-found'],
  ['deleteRoutingRule', deleteRoutingRule, { id: 'rrl_000000000000' }, 'not-found'],
  ['orderRoutingRules', orderRoutingRules, { ids: ['rrl_000000000000'] }, 'not-found'],
  ['editSource', editSource, { sourceId: 'fbs_000000000000', state: 'paused' }, 'not-found'],
  ['editCluster', editCluster, { clusterId: CLUSTER, name: 'x' }, 'not-found'],
  ['mergeClusters', mergeClusters, { clusterId: CLUSTER, from: 'clu_000000000001' }, 'not-found'],
  ['unmergeCluster', unmergeCluster, { clusterId: CLUSTER, from: 'clu_000000000001' }, 'not-found'],
  ['splitCluster', splitCluster, { clusterId: CLUSTER, itemIds: ['fbi_000000000000'] }, 'not-found'],
  ['pinCluster', pinCluster, { clusterId: CLUSTER, itemIds: ['fbi_000000000000'], kind: 'same' }, 'not-found'],
  ['setConsent', setConsent, { personId: 'per_000000000000', purpose: 'reply', granted: false }, 'not-found'],
  ['erasePerson', erasePerson, { personId: 'per_000000000000' }, 'not-found'],
  ['replyToItem', replyToItem, { itemId: 'fbi_000000000000', text: 'x' }, 'not-found'],
] as unknown as [string, Command<never, unknown>, object, string][] // verbs of many inputs in one table

test.each(VERBS)(
  '%s: unknown or another workspace is not found; without permission forbidden, and audited',
  async (_, verb, input, code) => {
    expect(await house.run(verb, input, house.ana)).toMatchObject({ ok: false, code })
    expect(await house.run(verb, input, house.olu)).toMatchObject({ ok: false, code: 'forbidden' })
    const { db } = house.runtime.database
    const rows = await db
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.verb, verb.name), eq(auditEntry.outcome, 'forbidden')))
    expect(rows.length).toBeGreaterThan(0)
  },
)

test('a rule of the workspace tags, is tried out before, and is linear', async () => {
  const id = await sent('The gizmo wobbles')
  expect(
    yes(await dryRunRule(house.runtime, house.maria, { tag: 'wobble', pattern: 'wobbly, wobbles' })),
  ).toMatchObject({ looked: 1, hits: 1, peopleRemoved: 0 })
  const rule = yes(await house.run(saveTagRule, { tag: 'wobble', pattern: 'wobbly, wobbles', weight: 3 }))
  await enrich()
  expect((await view(id)).tags).toEqual(expect.arrayContaining([{ key: 'wobble', status: 'suggested' }]))
  expect(await house.run(saveTagRule, { tag: 'x', match: 'regex', pattern: '(?=a)b' })).toMatchObject({
    ok: false,
    code: 'bad-pattern',
  })
  yes(await house.run(saveTagRule, { tag: 'order', match: 'regex', pattern: 'order #\\d+', weight: 4 }))
  const classified = yes(await classifyText(house.runtime, house.maria, { text: 'Where is order #4711' }))
  expect(classified.tags.map(({ key }) => key)).toContain('order')
  expect(await house.run(saveTagRule, { id: rule.id, tag: 'wobble', pattern: 'x', expectedVersion: 7 })).toMatchObject({
    code: 'stale-version',
  })
  yes(await house.run(saveTag, { key: 'order', name: 'Orders', enabled: false }))
  expect(
    yes(await classifyText(house.runtime, house.maria, { text: 'Where is order #4711' })).tags.map(({ key }) => key),
  ).not.toContain('order')
  yes(await house.run(deleteTagRule, { id: rule.id }))
  expect(yes(await listTagRules(house.runtime, house.olu)).filter(({ origin }) => origin === 'workspace')).toHaveLength(
    1,
  )
  expect(yes(await listTags(house.runtime, house.olu)).find(({ key }) => key === 'order')).toMatchObject({
    enabled: false,
  })
})

test('the routing table gives owner, team and priority, and a rule counts its hits', async () => {
  const to = { by: 'round-robin', userIds: [house.maria.id, house.ana.id] }
  const rule = yes(
    await house.run(saveRoutingRule, {
      name: 'Payments',
      when: { words: ['card', 'refund'], sentimentAtMost: 'negative' },
      does: { assign: to, teamId: 'payments', priority: 'high' },
    }),
  )
  const ids = [
    await sent('My card fails, terrible'),
    await sent('Refund refused, awful'),
    await sent('I love the card, great'),
  ]
  await enrich()
  const items = await Promise.all(ids.map(view))
  expect(items.map(({ assignee }) => assignee?.name ?? null)).toEqual(['Maria', 'Ana', null])
  expect(items[0]).toMatchObject({ teamId: 'payments', priority: 'high' })
  expect(items[0]?.history.map(({ sentence }) => sentence)).toContain('Routed by Payments')
  expect(yes(await listRoutingRules(house.runtime, house.olu))).toMatchObject([{ id: rule.id, hits: 2 }])
  yes(await house.run(deleteRoutingRule, { id: rule.id }))
})

test('routes are asked in the order that was given; who did not see all of them moves none', async () => {
  const make = async (name: string) =>
    yes(await house.run(saveRoutingRule, { name, when: { words: ['sofa'] }, does: { teamId: name } })).id
  const [a, b, c] = [await make('first'), await make('second'), await make('third')]
  const order = async () => yes(await listRoutingRules(house.runtime, house.olu)).map(({ id }) => id)
  yes(await house.run(orderRoutingRules, { ids: [c, a, b] }))
  expect(await order()).toEqual([c, a, b])
  const id = await sent('The sofa is red')
  await enrich()
  expect((await view(id)).teamId).toBe('third')
  // Who still holds an order from before cannot undo the new one by switching a route.
  const old = { id: a, name: 'first', position: 0, expectedVersion: 1 }
  expect(await house.run(saveRoutingRule, old)).toMatchObject({ code: 'stale-version' })
  const d = await make('fourth')
  expect(await house.run(orderRoutingRules, { ids: [a, b, c] })).toMatchObject({ code: 'stale-version' })
  yes(await house.run(deleteRoutingRule, { id: d }))
  expect(await house.run(orderRoutingRules, { ids: [a, b, c, d] })).toMatchObject({ code: 'not-found' })
  expect(await house.run(orderRoutingRules, { ids: [a, a, b] })).toMatchObject({ code: 'invalid-input' })
  expect(await house.run(orderRoutingRules, { ids: [a, b, c] }, house.olu)).toMatchObject({ code: 'forbidden' })
  expect(await order()).toEqual([c, a, b])
  for (const one of [a, b, c]) yes(await house.run(deleteRoutingRule, { id: one }))
})

test('saved views are rows of their own: shared, or one person’s', async () => {
  const mine = yes(await house.run(saveView, { name: 'Cards', query: 'q=card&sort=negative' }))
  const shared = yes(await house.run(saveView, { name: 'All', query: 'view=all', share: 'everyone' }))
  expect(yes(await listSavedViews(house.runtime, house.ana)).map(({ name }) => name)).toEqual(['All'])
  const page = yes(await listFeedback(house.runtime, house.maria, new URLSearchParams({ view: mine.id })))
  expect(page.items.every(({ excerpt }) => /card/i.test(excerpt))).toBe(true)
  expect(page.items.length).toBeGreaterThan(0)
  // Everybody begins where they want: with one they may see, and with the inbox once it is gone.
  const begins = async (actor: Person) => yes(await readStartView(house.runtime, actor)).view
  expect(await begins(house.olu)).toBe('inbox')
  yes(await house.run(setStartView, { view: shared.id }, house.olu))
  yes(await house.run(setStartView, { view: mine.id }))
  yes(await house.run(setStartView, { view: 'mine' }, house.ana))
  expect([await begins(house.olu), await begins(house.maria), await begins(house.ana)]).toEqual([
    shared.id,
    mine.id,
    'mine',
  ])
  expect(await house.run(setStartView, { view: mine.id }, house.olu)).toMatchObject({ code: 'not-found' })
  expect(await house.run(setStartView, { view: 'nowhere' }, house.olu)).toMatchObject({ code: 'invalid-input' })
  expect(
    await house.run(setStartView, { view: shared.id }, { ...house.olu, workspaceId: 'wsp_000000000000' }),
  ).toMatchObject({ code: 'not-found' })
  expect(await begins({ ...house.olu, workspaceId: 'wsp_000000000000' })).toBe('inbox')
  expect(await house.run(deleteView, { id: shared.id }, house.ana)).toMatchObject({ code: 'not-found' })
  yes(await house.run(deleteView, { id: shared.id }))
  expect(await begins(house.olu)).toBe('inbox')
})

test('a signed webhook is believed, a forged, stale or replayed one is not taken twice', async () => {
  const source = yes(await createSource(house.runtime, { channel: 'support', name: 'Desk' }, house.maria))
  expect(await createSource(house.runtime, { channel: 'support', name: 'Desk' }, house.maria)).toMatchObject({
    code: 'already-exists',
  })
  expect(await createSource(house.runtime, { channel: 'support', name: 'No' }, house.olu)).toMatchObject({
    code: 'forbidden',
  })
  const path = source.webhookPath ?? ''
  expect(webhookSource(path)).toBe(source.id)
  const body = JSON.stringify({ text: 'Ticket from the desk', channel: 'elsewhere' })
  const at = new Date()
  const signature = new Webhook(source.secret ?? '').sign('msg_1', at, body)
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  }
  const post = async (more: Record<string, string>, text = body, key: string | null = null) => {
    const answer = await receiveWebhook(house.door, aRequest(new TextEncoder().encode(text), key, more), source.id)
    return { status: answer.status, json: JSON.parse(String(answer.body)) }
  }
  const first = await post(headers)
  expect(first).toMatchObject({ status: 201, json: { created: 1 } })
  expect((await view(first.json.items[0].id)).channel).toBe('support')
  expect(await post(headers)).toMatchObject({ status: 200, json: { duplicate: 1 } })
  expect(await post(headers, `${body} `)).toMatchObject({ status: 401, json: { code: 'bad-signature' } })
  const old = new Date(at.getTime() - 3_600_000)
  const stale = {
    ...headers,
    'webhook-timestamp': String(Math.floor(old.getTime() / 1000)),
    'webhook-signature': new Webhook(source.secret ?? '').sign('msg_1', old, body),
  }
  expect(await post(stale)).toMatchObject({ status: 401 })
  expect(await post({})).toMatchObject({ status: 401 })
  expect(await post({}, '{"text":"by key"}', house.keys.hook)).toMatchObject({ status: 201 })
  expect(await post({}, '{', house.keys.hook)).toMatchObject({ status: 400, json: { code: 'malformed' } })
  yes(await house.run(editSource, { sourceId: source.id, state: 'paused' }))
  expect(await post(headers)).toMatchObject({ status: 409, json: { code: 'source-paused' } })
  expect(yes(await listSources(house.runtime, house.olu)).find(({ id }) => id === source.id)).toMatchObject({
    items: 2,
    state: 'paused',
  })
})

test('a CSV is looked at first, imported once, and its wrong rows are named', async () => {
  const csv =
    'Ticket ID;Comment;E-mail;Stars;Created;Plan\n1;"Cannot pay; the button is dead";kim@shop.example;1;2026-03-01;pro\n2;Lovely;lee@shop.example;9;2026-03-02;pro\n3;;;;2026-03-02;free\n4;Where is the map?;;4;2026-03-02;free\n'
  const preview = yes(await importCsv(house.runtime, { csv }, house.maria))
  expect(preview.columns.map(({ field }) => field)).toEqual([
    'externalId',
    'text',
    'email',
    'rating',
    'occurredAt',
    null,
  ])
  expect(preview).toMatchObject({ imported: false, created: 0, rows: 4, rejected: 2 })
  const done = yes(await importCsv(house.runtime, { csv, dryRun: false }, house.maria))
  expect(done).toMatchObject({ imported: true, created: 2, duplicate: 0, rejected: 2 })
  expect(done.errors.map(({ line, code }) => [line, code])).toEqual([
    [3, 'bad-score'],
    [4, 'no-text'],
  ])
  expect(done.errorsCsv.split('\n')).toHaveLength(3)
  expect(yes(await importCsv(house.runtime, { csv, dryRun: false }, house.maria))).toMatchObject({
    created: 0,
    duplicate: 2,
  })
  expect(await importCsv(house.runtime, { csv: 'a,b\n"open' }, house.maria)).toMatchObject({ code: 'bad-csv' })
  expect(await importCsv(house.runtime, { csv: 'a,b\n' }, house.maria)).toMatchObject({ code: 'no-rows' })
  expect(await importCsv(house.runtime, { csv, mapping: { text: 'Nowhere' } }, house.maria)).toMatchObject({
    code: 'unknown-column',
  })
  expect(await importCsv(house.runtime, { csv }, house.olu)).toMatchObject({ code: 'forbidden' })
})

test('the original is shown to whoever may see it, with a reason, and the audit keeps no word of it', async () => {
  const id = await sent('Call me at +49 170 1234567', { email: 'reveal@example.com' })
  expect((await view(id)).text).toBe('Call me at [phone]')
  const shown = yes(
    await revealOriginal(house.runtime, { itemId: id, reason: 'to call back' }, house.maria, {
      idempotencyKey: 'reveal-1',
    }),
  )
  expect(shown.messages).toEqual([{ text: 'Call me at +49 170 1234567', subject: null, email: 'reveal@example.com' }])
  expect(await revealOriginal(house.runtime, { itemId: id, reason: 'nosy' }, house.olu)).toMatchObject({
    code: 'forbidden',
  })
  const told = await house.runtime.database
    .sql`select row_to_json(a)::text as row from audit_entry a union all select row_to_json(k)::text from idempotency_key k`
  expect(told.some((row) => String(row['row']).includes('1234567'))).toBe(false)
})

test('a person is exported, counted and erased; nobody deletes more than they saw', async () => {
  const id = await sent('I am Zoe and my card is 4111 1111 1111 1111', {
    email: 'zoe@example.com',
    unit: 'u-zoe',
    context: { plan: 'pro' },
  })
  await sent('Zoe again', { email: 'zoe@example.com' })
  yes(await house.run(replyToItem, { itemId: id, text: 'Hello' }))
  const { db, sql } = house.runtime.database
  const personId = (await view(id)).person?.id as PersonId
  const exported = yes(await exportPerson(house.runtime, { personId }, house.ana)) as {
    items: { original: string[] }[]
    identities: { value: string | null }[]
  }
  expect(exported.items).toHaveLength(2)
  expect(exported.identities.map(({ value }) => value)).toContain('zoe@example.com')
  const counted = yes(await house.run(erasePerson, { personId }, house.ana))
  expect(counted).toEqual({
    items: 2,
    messages: 1,
    attachments: 0,
    identities: 2,
    consents: 0,
    total: 5,
    erased: false,
  })
  expect(await house.run(erasePerson, { personId, confirm: 4 }, house.ana)).toMatchObject({ code: 'count-changed' })
  yes(await house.run(erasePerson, { personId, confirm: 5 }, house.ana))
  expect(await view(id)).toMatchObject({ text: '[deleted]', context: {}, thread: [], scores: [] })
  expect(await db.select().from(feedbackRaw).where(eq(feedbackRaw.itemId, id))).toEqual([])
  expect(await db.select().from(personIdentity).where(eq(personIdentity.personId, personId))).toEqual([])
  expect(await db.select().from(outboxMail).where(eq(outboxMail.recipient, 'zoe@example.com'))).toEqual([])
  expect((await db.select().from(person).where(eq(person.id, personId)))[0]?.erasedAt).not.toBeNull()
  const left = await sql`select count(*)::int as n from feedback_item where text ilike '%zoe%'`
  expect(left[0]?.['n']).toBe(0)
  expect(await house.run(erasePerson, { personId, confirm: 5 }, house.ana)).toMatchObject({ code: 'not-found' })
})

test('consent taken back means no more answers', async () => {
  const id = await sent('answer me not', { email: 'quiet@example.com', consent: true })
  const personId = (await view(id)).person?.id
  yes(await house.run(setConsent, { personId, purpose: 'reply', granted: false }))
  expect(await house.run(replyToItem, { itemId: id, text: 'x' })).toMatchObject({ code: 'no-reply' })
})

test('who has an item open is told, and is gone half a minute later', async () => {
  const id = await sent('look')
  const who = async (actor: Person) => yes(await readPresence(house.runtime, actor, id)).people
  yes(await tellPresence(house.runtime, house.maria, id, 'typing'))
  expect(await who(house.ana)).toEqual([{ id: house.maria.id, name: 'Maria', typing: true }])
  expect(await who(house.maria)).toEqual([])
  const dots = async (actor: Person) => yes(await listPresence(house.runtime, actor))
  expect(await dots(house.ana)).toEqual([{ itemId: id, people: [{ id: house.maria.id, name: 'Maria', typing: true }] }])
  expect(await dots(house.maria)).toEqual([])
  expect(await dots({ ...house.ana, workspaceId: 'wsp_000000000000' })).toEqual([])
  house.pass(6000)
  expect(await who(house.ana)).toEqual([{ id: house.maria.id, name: 'Maria', typing: false }])
  house.pass(30_000)
  expect(await who(house.ana)).toEqual([])
  expect(await dots(house.ana)).toEqual([])
  const { runtime, ana } = house
  expect(await bePresent(runtime, { itemId: id, state: 'here' }, ana)).toEqual({ ok: true, value: { people: [] } })
  expect(await who(house.maria)).toEqual([{ id: ana.id, name: 'Ana', typing: false }])
  yes(await bePresent(runtime, { itemId: id, state: 'left' }, ana))
  expect(await who(house.maria)).toEqual([])
  expect(await bePresent(runtime, { itemId: id, state: 'gone' }, ana)).toMatchObject({ code: 'invalid-input' })
})

test('what people said about a rollout: complainants per 1,000 in each arm', async () => {
  for (let i = 0; i < 30; i += 1) await house.expose(`ro-on-${i}`, 'on')
  for (let i = 0; i < 30; i += 1) await house.expose(`ro-off-${i}`, 'control')
  for (let i = 0; i < 10; i += 1) await sent(`It crashes for me, number ${i}, terrible`, { unit: `ro-on-${i}` })
  await sent('It crashes for me too, and again', { unit: 'ro-on-1' })
  await sent('awful and slow here', { unit: 'ro-off-1' })
  await sent('lovely', { unit: 'ro-off-2' })
  await enrich()
  const said = yes(await readRolloutFeedback(house.runtime, house.olu, { rolloutId: ROLLOUT, flagKey: 'checkout' }))
  expect(said.exposed).toMatchObject({ complainants: 10, people: 30, perThousand: 333.333 })
  expect(said.baseline).toMatchObject({ complainants: 1, people: 30 })
  expect(said.items).toBe(13)
  expect(said.negativeShare).toMatchObject({ exposed: 1, nBaseline: 2, baseline: 0.5 })
  expect(said.quotes[0]?.text).toContain('crashes')
  expect(said.sentence).toMatch(/as often/)
  const rows = await house.runtime.database.db.select().from(feedbackItem)
  expect(rows.every(({ enrichment }) => enrichment === 'done')).toBe(true)
})
