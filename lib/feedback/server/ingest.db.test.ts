import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackAlso, feedbackExposure, feedbackItem, feedbackMessage, feedbackRaw } from '@/drizzle/schema/feedback'
import { personIdentity } from '@/drizzle/schema/feedback-people'
import { secretBox } from './secret-box'
import { aFeedbackHouse, STAGE, type FeedbackHouse } from './testing'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

async function itemOf(id: string | null | undefined) {
  const [row] = await house.runtime.database.db
    .select()
    .from(feedbackItem)
    .where(eq(feedbackItem.id, id as typeof feedbackItem.$inferSelect.id))
  if (!row) throw new Error('the item is not stored')
  return row
}
const countItems = async () =>
  (await house.runtime.database.db.select({ id: feedbackItem.id }).from(feedbackItem)).length

test('one item is stored, masked, with its original sealed', async () => {
  const { status, json } = await house.send({
    text: 'Card 4111 1111 1111 1111 failed, write to ana@example.com',
    externalId: 'a1',
  })
  expect(status).toBe(201)
  const row = await itemOf(json.items[0]?.id)
  expect(row).toMatchObject({
    text: 'Card [card] failed, write to [email]',
    masked: ['card', 'email'],
    state: 'new',
    bucket: 'inbox',
    enrichment: 'pending',
    effective: null,
    tone: 9,
  })
  expect(json.items[0]?.name).toBe(`FB-${row.number}`)
  const { db } = house.runtime.database
  const [raw] = await db.select().from(feedbackRaw).where(eq(feedbackRaw.itemId, row.id))
  const box = await secretBox(db, house.workspaceId)
  expect(Buffer.from(raw?.payload ?? []).toString('latin1')).not.toContain('ana@')
  expect(JSON.parse(box.open(raw?.payload ?? new Uint8Array()) ?? '{}')).toMatchObject({
    text: expect.stringContaining('ana@example.com'),
  })
})

test('a replay by external id, and by idempotency key, is the same item and counts nothing', async () => {
  const first = await house.send({ text: 'Twice the same', externalId: 'replay-1' })
  const again = await house.send({ text: 'Twice the same', externalId: 'replay-1' })
  expect(again.status).toBe(200)
  expect(again.json.items[0]).toMatchObject({
    status: 'duplicate',
    id: first.json.items[0]?.id,
    name: first.json.items[0]?.name,
  })
  const before = await countItems()
  const headers = { 'idempotency-key': 'key-1' }
  const items = { items: [{ text: 'one' }, { text: 'two' }] }
  await house.send(items, { headers })
  const repeated = await house.send(items, { headers })
  expect(repeated.json).toMatchObject({ created: 0, duplicate: 2 })
  expect(await countItems()).toBe(before + 2)
})

test('the same words of the same person by another channel are one item with a second source', async () => {
  const first = await house.send({ text: 'The  map is gone', email: 'Kim@Example.com', externalId: 'x1' })
  const second = await house.send({
    text: 'the map is GONE',
    email: 'kim@example.com',
    channel: 'email',
    externalId: '<m1>',
  })
  expect(second.json.items[0]).toMatchObject({ status: 'duplicate', id: first.json.items[0]?.id })
  expect((await itemOf(first.json.items[0]?.id)).alsoBy).toEqual(['email'])
  const replay = await house.send({
    text: 'the map is GONE',
    email: 'kim@example.com',
    channel: 'email',
    externalId: '<m1>',
  })
  expect(replay.json.items[0]).toMatchObject({ status: 'duplicate', id: first.json.items[0]?.id })
  expect(await house.runtime.database.db.select().from(feedbackAlso)).toHaveLength(1)
})

test('the same words a day later, or of somebody else, are another item', async () => {
  const words = { text: 'No dark mode?', email: 'lee@example.com' }
  const before = await countItems()
  await house.send(words)
  await house.send({ ...words, email: 'max@example.com' })
  house.pass(25 * 3_600_000)
  await house.send(words)
  expect(await countItems()).toBe(before + 3)
})

test('exposure is frozen at arrival: exposed, baseline, both within three days, none', async () => {
  await house.expose('u-on', 'on', 7_200_000)
  await house.expose('u-control', 'control')
  await house.expose('u-both', 'control', 3_600_000)
  await house.expose('u-both', 'on', 60_000)
  await house.expose('u-old', 'on', 80 * 3_600_000)
  const sent = await house.send({
    items: ['u-on', 'u-control', 'u-both', 'u-old', 'u-none'].map((unit) => ({ text: `from ${unit}`, unit })),
  })
  const rows = await Promise.all(sent.json.items.map(({ id }) => itemOf(id)))
  expect(rows.map((row) => row.cohort)).toEqual(['exposed', 'baseline', 'mixed', 'unknown', 'unknown'])
  expect(rows[0]?.exposedTo).toEqual(['checkout'])
  const [shown] = await house.runtime.database.db
    .select()
    .from(feedbackExposure)
    .where(eq(feedbackExposure.itemId, rows[0]?.id ?? 'fbi_000000000000'))
  expect(shown).toMatchObject({
    flagKey: 'checkout',
    variant: 'on',
    stageId: STAGE,
    revision: 7,
    secondsSinceFirstExposure: 7200,
    basis: 'at_arrival',
  })
})

test('what a browser says of itself is labelled so', async () => {
  const sent = await house.send({ text: 'from a browser', unit: 'u-on' }, { key: house.keys.client })
  const { db } = house.runtime.database
  const id = sent.json.items[0]?.id ?? 'fbi_000000000000'
  expect(await db.select().from(feedbackExposure).where(eq(feedbackExposure.itemId, id))).toMatchObject([
    { basis: 'reported_by_client', cohort: 'exposed' },
  ])
})

test('an address that nobody vouches for is not the verified person', async () => {
  const trusted = await house.send({ text: 'I am Noor', email: 'noor@example.com' })
  const claimed = await house.send({ text: 'I am Noor too', email: 'noor@example.com' }, { key: house.keys.client })
  const [one, two] = [await itemOf(trusted.json.items[0]?.id), await itemOf(claimed.json.items[0]?.id)]
  expect(one.personId).not.toBeNull()
  expect(two.personId).not.toBe(one.personId)
  const { db } = house.runtime.database
  const kinds = await db
    .select({ kind: personIdentity.kind })
    .from(personIdentity)
    .where(eq(personIdentity.personId, two.personId ?? 'per_000000000000'))
  expect(kinds).toEqual([{ kind: 'claimed' }])
})

test('a bad item never sinks the batch', async () => {
  const hostile = [
    { text: 'fine' },
    'no object',
    { text: '' },
    { text: '\u0000\u202e' },
    { text: 'x', channel: 'Not A Channel' },
    { text: 'x', rating: 9 },
    { text: 'x', occurredAt: 'yesterday' },
    { text: 'x', attributes: { deep: { er: 1 } } },
    { text: 'x', externalId: '' },
    { text: 'x', email: 'nobody' },
    { text: 'x', consent: { world: true } },
  ]
  const { status, json } = await house.send({ items: hostile })
  expect(status).toBe(201)
  expect(json.items.map(({ code }) => code)).toEqual([
    null,
    'not-an-object',
    'no-text',
    'no-text',
    'bad-channel',
    'bad-score',
    'bad-time',
    'bad-attributes',
    'bad-external-id',
    'bad-email',
    'bad-consent',
  ])
})

test('hostile text is stored as harmless text', async () => {
  const raw = String.raw`{"items":[
    {"text":"nul\u0000 and half \ud800 and turned \u202eabc"},
    {"text":"<script>alert(1)</script>","attributes":{"__proto__":"x","constructor":"y","plan":"pro"}},
    {"text":"😡😡😡","__proto__":{"polluted":true}},
    {"text":"","nps":3}]}`
  const { status, json } = await house.send(null, { raw })
  expect(status).toBe(201)
  expect(json).toMatchObject({ created: 4, rejected: 0 })
  const rows = await Promise.all(json.items.map(({ id }) => itemOf(id)))
  expect(rows.map((row) => row.text)).toEqual([
    'nul and half \ufffd and turned abc',
    '<script>alert(1)</script>',
    '😡😡😡',
    '',
  ])
  expect(rows[1]?.context).toEqual({ plan: 'pro' })
  expect(rows[3]).toMatchObject({ bucket: 'done', effective: 'negative' })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test.each([
  ['no key', { key: null }, 401, 'unknown-key'],
  ['no JSON', { raw: '{' }, 400, 'malformed'],
  ['no UTF-8', { raw: new Uint8Array([0xff, 0xfe]) }, 400, 'malformed'],
  ['too large', { raw: `"${'x'.repeat(300_000)}"` }, 413, 'body-too-large'],
  ['another type', { headers: { 'content-type': 'text/html' } }, 415, 'unsupported-media-type'],
  ['a number', { raw: '7' }, 422, 'not-an-object'],
  ['nothing', { raw: '[]' }, 422, 'no-items'],
  ['too many', { raw: JSON.stringify(Array.from({ length: 501 }, () => ({ text: 'x' }))) }, 413, 'too-many-items'],
  ['one bad item', { raw: '{"text":5}' }, 422, 'bad-text'],
])('%s is refused with its code', async (_, options, status, code) => {
  expect(await house.send({ text: 'x' }, options)).toMatchObject({ status, json: { code } })
})

test('a key of another scope may not write', async () => {
  expect(await house.send({ text: 'x' }, { key: house.keys.hook })).toMatchObject({
    status: 403,
    json: { code: 'scope' },
  })
})

test('lines are taken one by one', async () => {
  const headers = { 'content-type': 'application/x-ndjson' }
  const { json } = await house.send(null, { headers, raw: '{"text":"line one"}\n\n{bad\n{"text":"line two"}\n' })
  expect(json.items.map(({ status, code }) => code ?? status)).toEqual([
    'created',
    'empty-line',
    'malformed',
    'created',
  ])
})

test('an answer lands on its item; somebody else’s browser cannot write into the thread', async () => {
  const first = await house.send({ text: 'It hangs', email: 'rio@example.com', externalId: 'thread-1' })
  const id = first.json.items[0]?.id
  const answer = await house.send({
    text: 'Still hangs',
    email: 'rio@example.com',
    inReplyTo: 'thread-1',
    externalId: 'thread-2',
  })
  expect(answer.json.items[0]).toMatchObject({ id, status: 'created' })
  const stranger = await house.send({ text: 'Me too', inReplyTo: 'thread-1' }, { key: house.keys.client })
  expect(stranger.json.items[0]?.id).not.toBe(id)
  const thread = await house.runtime.database.db
    .select()
    .from(feedbackMessage)
    .where(eq(feedbackMessage.itemId, id ?? 'fbi_000000000000'))
  expect(thread.map(({ text, direction }) => [direction, text])).toEqual([['in', 'Still hangs']])
  const replay = await house.send({
    text: 'Still hangs',
    email: 'rio@example.com',
    inReplyTo: 'thread-1',
    externalId: 'thread-2',
  })
  expect(replay.json.items[0]).toMatchObject({ id, status: 'duplicate' })
})

test('many at once: one item each, numbers without gaps', async () => {
  const before = await countItems()
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, i) => house.send({ text: `at once ${i % 4}`, externalId: `once-${i % 4}` })),
  )
  expect(await countItems()).toBe(before + 4)
  expect(all.filter(({ json }) => json.created === 1)).toHaveLength(4)
  const numbers = (await house.runtime.database.db.select({ number: feedbackItem.number }).from(feedbackItem)).map(
    ({ number }) => number,
  )
  expect(Math.max(...numbers)).toBe(numbers.length)
})

test('what came is read by one job after the other, however much came', async () => {
  await house.send({ text: 'The first of two' })
  await house.send({ text: 'The second of two' })
  const { sql } = house.runtime.database
  const jobs = await sql`
    select key, queue_name from graphile_worker.jobs where task_identifier = 'feedback.enrich' and run_at <= now()`
  expect(jobs).toHaveLength(1)
  expect(jobs[0]).toMatchObject({ queue_name: `feedback.enrich ${house.workspaceId}` })
})
