import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackItem, feedbackMessage } from '@/drizzle/schema/feedback'
import { consent } from '@/drizzle/schema/feedback-people'
import { PrivacySettings } from '@/lib/governance/core/settings-schema'
import { editPrivacy } from '@/lib/governance/server/privacy'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { type Outcome } from '@/lib/kernel/result'
import { readCluster } from './cluster-reads'
import { enrichWorkspace } from './enrich'
import { importCsv } from './import-csv'
import { readItem } from './reads'
import { revealOriginal } from './reveal'
import { readRolloutFeedback } from './rollout-feedback'
import { tellConsent } from './tell-consent'
import { aFeedbackHouse, aRequest, ROLLOUT, stages, type FeedbackHouse } from './testing'
import { triageVerbs } from './triage'

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
})
afterAll(() => house.close())

function yes<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const decide = async (settings: Partial<PrivacySettings>) =>
  yes(await house.run(editPrivacy, { settings: PrivacySettings.parse(settings) }, house.ana))
async function sent(
  text: string,
  more: Record<string, unknown> = {},
  key = house.keys.server,
): Promise<FeedbackItemId> {
  const { json } = await house.send({ text, ...more }, { key })
  const id = json.items[0]?.id
  if (!id) throw new Error(JSON.stringify(json))
  return id
}
const db = () => house.runtime.database.db
async function rowOf(id: string) {
  const [row] = await db()
    .select()
    .from(feedbackItem)
    .where(eq(feedbackItem.id, id as FeedbackItemId))
  if (!row) throw new Error('the item is not stored')
  return row
}

const told = async (id: string) => {
  const { personId } = await rowOf(id)
  const rows = await db()
    .select()
    .from(consent)
    .where(eq(consent.personId, personId ?? 'per_000000000000'))
  return rows.map(({ purpose, granted, wording }) => [purpose, granted, wording])
}
const mail = (name: string) => ({ email: `${name}@example.com`, consent: { reply: true } })

const ORDER = { name: 'Order', pattern: 'ORD-\\d{4,8}', replacement: '[order]' }

test('what the workspace cuts out is cut out at every door from then on, and nothing before', async () => {
  const words = 'Order ORD-12345 of ana@example.com is lost'
  const before = await sent(words)
  await decide({ redactions: [ORDER] })
  const after = await sent(words, {
    subject: 'ORD-77777',
    attributes: { page: 'orders/ORD-12345' },
    email: 'r@example.com',
    externalId: 'red-1',
  })
  expect((await rowOf(before)).text).toBe('Order ORD-12345 of [email] is lost')
  expect(await rowOf(after)).toMatchObject({
    text: 'Order [order] of [email] is lost',
    subject: '[order]',
    context: { page: 'orders/[order]' },
    masked: ['Order', 'email'],
  })
  await house.send({ text: 'ORD-99999 again', email: 'r@example.com', inReplyTo: 'red-1' })
  yes(await house.run(triageVerbs.note, { itemId: after, act: { verb: 'note', text: 'See ORD-55555' } }))
  const thread = await db().select().from(feedbackMessage).where(eq(feedbackMessage.itemId, after))
  expect(thread.map(({ text }) => text).toSorted()).toEqual(['See [order]', '[order] again'])
  yes(await importCsv(house.runtime, { csv: 'text\nFrom a file: ORD-4444\n', dryRun: false }, house.maria))
  const found = await house.runtime.database.sql`
    select count(*)::int as n from feedback_item where text like '%ORD-%' or subject like '%ORD-%' or context::text like '%ORD-%'`
  expect(found[0]?.['n']).toBe(1)
  // Nothing of it leads a search or a cluster either, and the original is there for whoever may see it.
  expect(
    yes(await revealOriginal(house.runtime, { itemId: after, reason: 'asked' }, house.maria)).messages[0]?.text,
  ).toBe(words)
  await decide({})
  expect((await rowOf(await sent(words))).text).toBe('Order ORD-12345 of [email] is lost')
})

test('what people are told is public by a client key, and kept with what they agreed to', async () => {
  const ask = async (key: string | null) => {
    const answer = await tellConsent(house.runtime, { ...aRequest(new Uint8Array(), key), method: 'GET' })
    return { status: answer.status, json: JSON.parse(String(answer.body)) }
  }
  expect(await ask(house.keys.client)).toMatchObject({ status: 200, json: { text: '' } })
  const first = await decide({ consentText: 'We read it and may write back.' })
  expect(await ask(house.keys.client)).toEqual({
    status: 200,
    json: { text: 'We read it and may write back.', version: first.version },
  })
  expect(await ask(null)).toMatchObject({ status: 401, json: { code: 'unknown-key' } })
  expect(await ask(house.keys.hook)).toMatchObject({ status: 403, json: { code: 'scope' } })
  const one = await sent('told by the settings', mail('told1'), house.keys.client)
  await decide({ consentText: 'We read it.' })
  // Their form was open since before: what they saw counts.
  const seen = { ...mail('told2'), consentText: 'We read it and may write back.' }
  const two = await sent('told by an open form', seen, house.keys.client)
  const three = await sent('told by the new words', mail('told3'))
  expect(await told(one)).toEqual([['reply', true, 'We read it and may write back.']])
  expect(await told(two)).toEqual([['reply', true, 'We read it and may write back.']])
  expect(await told(three)).toEqual([['reply', true, 'We read it.']])
  expect(yes(await readItem(house.runtime, house.maria, three)).person?.consents).toMatchObject([
    { purpose: 'reply', wording: 'We read it.' },
  ])
  expect(await house.send({ text: 'x', consentText: 'x'.repeat(2001) })).toMatchObject({
    status: 422,
    json: { code: 'bad-consent' },
  })
})

test('no rate of a cohort smaller than the workspace allows is told, and no small part of a cluster', async () => {
  for (let i = 0; i < 12; i += 1) await house.expose(`mg-on-${i}`, 'on')
  for (let i = 0; i < 6; i += 1) await house.expose(`mg-off-${i}`, 'control')
  const words = 'The gallery crashes, terrible'
  for (let i = 0; i < 9; i += 1) await sent(`${words} ${i}`, { unit: `mg-on-${i}`, context: { platform: 'ios' } })
  const last = await sent(`${words} too`, { unit: 'mg-off-1', context: { platform: 'android' } })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const panel = async () =>
    yes(await readRolloutFeedback(house.runtime, house.olu, { rolloutId: ROLLOUT, flagKey: 'checkout' }))
  const cluster = async () => yes(await readCluster(house.runtime, house.olu, (await rowOf(last)).clusterId ?? ''))
  const nothing = { complainants: null, people: null, perThousand: null, low: null, high: null }

  await decide({ minimumGroup: 20 })
  expect(await panel()).toMatchObject({
    minimumGroup: 20,
    exposed: nothing,
    baseline: nothing,
    ratio: null,
    negativeShare: { exposed: null, baseline: null, nExposed: 0, nBaseline: 0 },
    sentence: 'Fewer than 20 people are exposed, so their complaints are not shown apart.',
  })
  expect(await cluster()).toMatchObject({
    people: 10,
    exposedPeople: 9,
    baselinePeople: 1,
    minimumGroup: 20,
    slices: [],
    flags: [{ flagKey: 'checkout', exposed: 9, baseline: 1 }],
  })

  await decide({ minimumGroup: 8 })
  const some = await panel()
  expect(some).toMatchObject({ exposed: { complainants: 9, people: 12 }, baseline: nothing, ratio: null })
  expect(some.sentence).toBe(
    '750.0 of 1,000 exposed people complained, and the baseline has fewer than 8 people. Nothing is compared.',
  )
  expect(await cluster()).toMatchObject({ slices: [{ value: 'ios', people: 9 }] })

  await decide({ minimumGroup: 5 })
  expect(await panel()).toMatchObject({
    exposed: { people: 12 },
    baseline: { complainants: 1, people: 6 },
    ratio: { low: expect.any(Number) },
  })
})
