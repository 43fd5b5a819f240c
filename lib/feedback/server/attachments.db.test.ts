import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackAttachment, feedbackRaw } from '@/drizzle/schema/feedback'
import { createEnvironment } from '@/lib/flags/server/contract'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { anonymous, type Person } from '@/lib/kernel/actor'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { type Outcome } from '@/lib/kernel/result'
import { aPng, pngChunk, bytesOf } from '../core/testing-pictures'
import { readAttachment } from './attachments'
import { erasePerson, exportPerson } from './people'
import { receiveAttachment } from './receive-attachment'
import { readItem } from './reads'
import { revealOriginal } from './reveal'
import { aFeedbackHouse, aRequest, type FeedbackHouse } from './testing'
import { tidyFeedback } from './tidy'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

function yes<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const db = () => house.runtime.database.db

async function upload(bytes: Uint8Array = aPng(), key: string | null = house.keys.client, headers = {}) {
  const answer = await receiveAttachment(house.door, aRequest(bytes, key, headers))
  return { status: answer.status, json: JSON.parse(String(answer.body)) }
}
async function sent(text: string, more: Record<string, unknown>, key = house.keys.client) {
  const { json } = await house.send({ text, ...more }, { key })
  const [item] = json.items
  if (!item?.id) throw new Error(JSON.stringify(json))
  return { id: item.id, ignored: item.ignored, status: item.status }
}
const shown = async (id: FeedbackItemId, actor = house.olu) => yes(await readItem(house.runtime, actor, id)).attachments
const look = (itemId: string, attachmentId: string, pass: string | null = null, actor: Person = house.olu) =>
  readAttachment(house.runtime, actor, { itemId, attachmentId, pass })
const passIn = (address: string | undefined) => new URL(address ?? '', 'http://x').searchParams.get('pass')

test('a picture is taken without what was beside its pixels, sealed, and shown with its item', async () => {
  const dirty = aPng(2, 2, [pngChunk('tEXt', bytesOf('GPS 52.52'))])
  const { status, json } = await upload(dirty, house.keys.client, { 'content-type': 'text/html' })
  expect([status, json]).toEqual([
    201,
    { id: json.id, mediaType: 'image/png', width: 2, height: 2, bytes: aPng().length },
  ])
  const [row] = await db().select().from(feedbackAttachment).where(eq(feedbackAttachment.id, json.id))
  expect(Buffer.from(row?.sealed ?? []).includes('IHDR')).toBe(false)
  const item = await sent('The map is grey', { attachments: [json.id] })
  expect(item.ignored).toEqual([])
  expect(await shown(item.id)).toEqual([{ ...json, hidden: false }])
  const seen = yes(await look(item.id, json.id))
  expect(seen.mediaType).toBe('image/png')
  expect(Buffer.from(seen.bytes).equals(aPng())).toBe(true)
})

test.each([
  ['no key', () => upload(aPng(), null), 401, 'unknown-key'],
  ['a hook’s key', () => upload(aPng(), house.keys.hook), 403, 'scope'],
  ['too many bytes', () => upload(new Uint8Array(2 * 1024 * 1024 + 1)), 413, 'too-large'],
  ['packed', () => upload(aPng(), house.keys.client, { 'content-encoding': 'gzip' }), 415, 'unsupported-encoding'],
  ['a drawing', () => upload(bytesOf('<svg/>')), 415, 'not-a-picture'],
  ['cut off', () => upload(aPng().subarray(0, 40)), 422, 'broken-picture'],
  ['a bomb', () => upload(aPng(16_000, 16_000)), 422, 'too-many-pixels'],
])('%s is refused with its reason, and counted', async (_, send, status, code) => {
  const before = await rejectionsOf(code)
  expect(await send()).toMatchObject({ status, json: { code, status } })
  expect(await rejectionsOf(code)).toBe(before + 1)
})

async function rejectionsOf(code: string): Promise<number> {
  const { sql } = house.runtime.database
  await house.door.rejections.flush(sql)
  const [row] = await sql`
    select coalesce(sum(count), 0)::int as n from ingest_rejection where door = 'feedback.attachment' and code = ${code}`
  return Number(row?.['n'])
}

test.each([
  ['a name', 'att_x'],
  ['a list of other things', [7]],
  ['four', ['1', '2', '3', '4'].map((n) => `att_00000000000${n}`)],
  ['the same twice', ['att_000000000001', 'att_000000000001']],
])('%s is no list of pictures', async (_, attachments) => {
  expect(await house.send({ text: 'x', attachments })).toMatchObject({ status: 422, json: { code: 'bad-attachments' } })
})

test('what is not there, used, or of another environment is not taken; the words are', async () => {
  const environment = await db().transaction((tx) =>
    createEnvironment(
      tx,
      { workspaceId: house.workspaceId, key: 'staging', name: 'Staging', position: 1, fourEyes: 'off' },
      house.runtime.now(),
    ),
  )
  const key = mintKey('client')
  const of = { name: 'other', scope: 'client', role: 'viewer', environmentId: environment.id } as const
  await db().transaction((tx) => issueKey(tx, house.workspaceId, of, key, house.runtime.now()))
  const { json: theirs } = await upload(aPng(), key)
  const { json: mine } = await upload()
  const first = await sent('One', { attachments: [mine.id] })
  const second = await sent('Two', { attachments: ['att_000000000009', theirs.id, mine.id] })
  expect(second).toMatchObject({ status: 'created', ignored: ['attachments[0]', 'attachments[1]', 'attachments[2]'] })
  expect(await shown(second.id)).toEqual([])
  expect(await shown(first.id)).toHaveLength(1)
  expect((await look(second.id, mine.id)).ok).toBe(false)
})

test('a replay changes nothing; a reply brings its own, and an item has at most three', async () => {
  const ids = []
  for (let i = 0; i < 5; i += 1) ids.push((await upload()).json.id)
  const words = { email: 'pic@example.com', externalId: 'pic-1', attachments: [ids[1], ids[0]] }
  const first = await sent('Look here', words, house.keys.server)
  const again = await sent('Look here', words, house.keys.server)
  expect(again).toEqual({ id: first.id, status: 'duplicate', ignored: [] })
  const reply = { email: 'pic@example.com', inReplyTo: 'pic-1', attachments: [ids[2], ids[3]] }
  expect((await sent('And here', reply, house.keys.server)).ignored).toEqual(['attachments[1]'])
  expect((await shown(first.id)).map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]])
})

test('where the words hide something the picture is hidden until somebody who may says why', async () => {
  const { json } = await upload()
  const { id } = await sent('Mail ana@example.com about this', { attachments: [json.id] })
  expect(await shown(id)).toMatchObject([{ hidden: true }])
  expect(await look(id, json.id, null, house.maria)).toMatchObject({ code: 'forbidden' })
  const reveal = (actor: Person) => revealOriginal(house.runtime, { itemId: id, reason: 'to see the fault' }, actor)
  expect(await reveal(house.olu)).toMatchObject({ code: 'forbidden' })
  const pass = passIn(yes(await reveal(house.maria)).attachments[0]?.address)
  expect((await look(id, json.id, pass, house.maria)).ok).toBe(true)
  // Bound to who revealed it, to the item, and to five minutes.
  expect(await look(id, json.id, pass, house.ana)).toMatchObject({ code: 'forbidden' })
  expect(await look(id, json.id, pass, house.olu)).toMatchObject({ code: 'forbidden' })
  expect(await look(id, json.id, `9${pass}`, house.maria)).toMatchObject({ code: 'forbidden' })
  const { json: other } = await upload()
  const second = await sent('Mail ben@example.com about that', { attachments: [other.id] })
  expect(await look(second.id, other.id, pass, house.maria)).toMatchObject({ code: 'forbidden' })
  house.pass(5 * 60_000 + 1)
  expect(await look(id, json.id, pass, house.maria)).toMatchObject({ code: 'forbidden' })
  // The picture outlives the words' original.
  await db().delete(feedbackRaw).where(eq(feedbackRaw.itemId, id))
  expect(yes(await reveal(house.maria))).toMatchObject({ messages: [], attachments: [{ id: json.id }] })
})

test('nobody sees a picture of another workspace, or without a key', async () => {
  const { json } = await upload()
  const { id } = await sent('Ours', { attachments: [json.id] })
  const stranger: Person = { ...house.olu, workspaceId: 'wsp_000000000000' }
  expect(await look(id, json.id, null, stranger)).toMatchObject({ code: 'not-found' })
  expect(
    await readAttachment(house.runtime, anonymous, { itemId: id, attachmentId: json.id, pass: null }),
  ).toMatchObject({
    code: 'not-signed-in',
  })
})

test('a person’s pictures go out with their export, and are erased with them', async () => {
  const { json } = await upload()
  const { id } = await sent('My screen', { email: 'erin@example.com', attachments: [json.id] }, house.keys.server)
  const person = yes(await readItem(house.runtime, house.ana, id)).person
  const personId = person?.id ?? ''
  const exported = yes(await exportPerson(house.runtime, { personId }, house.ana))
  expect(exported).toMatchObject({
    items: [{ attachments: [{ mediaType: 'image/png', base64: Buffer.from(aPng()).toString('base64') }] }],
  })
  const counted = yes(await house.run(erasePerson, { personId }, house.ana))
  expect(counted).toMatchObject({ attachments: 1, total: 3 })
  expect(await shown(id)).toHaveLength(1)
  yes(await house.run(erasePerson, { personId, confirm: counted.total }, house.ana))
  expect(await shown(id)).toEqual([])
  expect(await db().select().from(feedbackAttachment).where(eq(feedbackAttachment.id, json.id))).toEqual([])
})

test('what no item names goes after a day; what is used goes after a year', async () => {
  const { json: used } = await upload()
  const { json: left } = await upload()
  const { id } = await sent('Kept', { attachments: [used.id] })
  const there = async () => new Set((await db().select().from(feedbackAttachment)).map((row) => row.id))
  house.pass(25 * 3_600_000)
  await tidyFeedback(db(), house.runtime.now())
  expect([(await there()).has(used.id), (await there()).has(left.id)]).toEqual([true, false])
  expect((await sent('Late', { attachments: [left.id] })).ignored).toEqual(['attachments[0]'])
  house.pass(366 * 86_400_000)
  await tidyFeedback(db(), house.runtime.now())
  expect(await shown(id)).toEqual([])
})

test('a found key cannot fill the house: after 300 that wait, the next is told to wait too', async () => {
  const now = house.runtime.now()
  const rows = Array.from({ length: 300 }, (_, i) => ({
    id: `att_0000000${String(i).padStart(5, '0')}` as const,
    workspaceId: house.workspaceId,
    environmentId: house.environmentId,
    mediaType: 'image/png' as const,
    width: 1,
    height: 1,
    bytes: 1,
    sealed: new Uint8Array(1),
    createdAt: now,
  }))
  await db().insert(feedbackAttachment).values(rows)
  expect(await upload()).toMatchObject({ status: 429, json: { code: 'too-many-waiting', retryAfterS: 3600 } })
})
