import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackExposure, feedbackItem, feedbackUnplaced } from '@/drizzle/schema/feedback'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { openIngest, type Ingest } from '@/lib/telemetry/server/ingest'
import { receiveEvents } from '@/lib/telemetry/server/receive-events'
import { receiveOtlpLogs } from '@/lib/telemetry/server/receive-otlp-logs'
import { enrichWorkspace } from './enrich'
import { placeLate } from './place-late'
import { aFeedbackHouse, aRequest, stages, type FeedbackHouse } from './testing'

let house: FeedbackHouse
let ingest: Ingest
beforeAll(async () => {
  house = await aFeedbackHouse()
  ingest = openIngest(house.runtime, { stages })
})
afterAll(async () => {
  await ingest.close()
  await house.close()
})

const HOUR = 3_600_000
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

/** Telemetry that carries a unit and its session, by the door that clients use. */
async function learn(unit: string, session: string): Promise<void> {
  const event = { type: 'track', name: 'page.viewed', unit, attributes: { 'session.id': session } }
  const bytes = new TextEncoder().encode(JSON.stringify({ events: [event] }))
  const answer = await receiveEvents(ingest, aRequest(bytes, house.keys.client, { 'content-type': 'application/json' }))
  expect(answer.status).toBe(200)
}

/** A log record with a unit within a trace. */
async function learnTrace(unit: string, traceId: string): Promise<void> {
  const attributes = [{ key: 'user.id', value: { stringValue: unit } }]
  const record = { traceId, spanId: '00f067aa0ba902b7', eventName: 'page.viewed', attributes }
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }
  const bytes = new TextEncoder().encode(JSON.stringify(logs))
  const answer = await receiveOtlpLogs(
    ingest,
    aRequest(bytes, house.keys.client, { 'content-type': 'application/json' }),
  )
  expect(answer.status).toBe(200)
}

async function sent(text: string, more: Record<string, unknown>): Promise<FeedbackItemId> {
  const { json } = await house.send({ text, ...more })
  const id = json.items[0]?.id
  if (!id) throw new Error(JSON.stringify(json))
  return id
}
const db = () => house.runtime.database.db
async function rowOf(id: FeedbackItemId) {
  const [row] = await db().select().from(feedbackItem).where(eq(feedbackItem.id, id))
  if (!row) throw new Error('the item is not stored')
  return row
}
const shown = async (id: FeedbackItemId) =>
  (await db().select().from(feedbackExposure).where(eq(feedbackExposure.itemId, id))).map(({ cohort, basis }) => [
    cohort,
    basis,
  ])
const waiting = async () => (await db().select().from(feedbackUnplaced)).length

test('an item finds its person and what they met by its session, and by its trace', async () => {
  await house.expose('alias-on', 'on')
  await house.expose('alias-off', 'control')
  await learn('alias-on', 'session-1')
  await learnTrace('alias-off', TRACE)
  const one = await sent('from a session', { context: { session_id: 'session-1' } })
  const two = await sent('from a trace', { attributes: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } })
  expect([(await rowOf(one)).cohort, await shown(one)]).toEqual(['exposed', [['exposed', 'at_arrival']]])
  expect([(await rowOf(two)).cohort, await shown(two)]).toEqual(['baseline', [['baseline', 'at_arrival']]])
  // The same person by their unit.
  const three = await sent('from the unit itself', { unit: 'alias-on' })
  expect((await rowOf(three)).personId).toBe((await rowOf(one)).personId)
  expect(await waiting()).toBe(0)
})

test('who is named is believed before the session', async () => {
  const id = await sent('signed', { unit: 'alias-off', context: { session_id: 'session-1' } })
  expect((await rowOf(id)).cohort).toBe('baseline')
})

test('a session that is known later places the item then, once, with a row that says so', async () => {
  await house.expose('late-on', 'on')
  const id = await sent('It crashes since today, terrible', {
    context: { session_id: 'session-late', trace_id: 'f'.repeat(32) },
  })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const before = await rowOf(id)
  expect(before).toMatchObject({ cohort: 'unknown', personId: null, exposedTo: [] })
  expect(await placeLate(house.runtime, stages)).toBe(0)
  await learn('late-on', 'session-late')
  // Not at once again: it waits for as long as it has waited.
  expect(await placeLate(house.runtime, stages)).toBe(0)
  house.pass(61_000)
  expect(await placeLate(house.runtime, stages)).toBe(1)
  const after = await rowOf(id)
  expect(after).toMatchObject({ cohort: 'exposed', exposedTo: ['checkout'], version: before.version })
  expect(after.personId).not.toBeNull()
  expect(after.attention).toBeGreaterThan(before.attention)
  expect(await shown(id)).toEqual([['exposed', 'late_match']])
  // Its cluster knows of one more exposed person, too.
  const [counted] = await house.runtime.database.db.execute<{ exposed: number }>(
    sql`select n_exposed as exposed from cluster where id = ${after.clusterId}`,
  )
  expect(counted).toEqual({ exposed: 1 })
  expect(await waiting()).toBe(0)
  expect(await placeLate(house.runtime, stages)).toBe(0)
})

test('the person is known before what they met, and an address stays theirs', async () => {
  const id = await sent('who am I', { email: 'alias@example.com', context: { session_id: 'session-mail' } })
  const { personId } = await rowOf(id)
  await learn('mail-unit', 'session-mail')
  expect(await placeLate(house.runtime, stages)).toBe(0)
  await house.expose('mail-unit', 'control', 120_000)
  house.pass(61_000)
  expect(await placeLate(house.runtime, stages)).toBe(1)
  expect(await rowOf(id)).toMatchObject({ personId, cohort: 'baseline' })
  expect((await rowOf(await sent('me again', { unit: 'mail-unit' }))).personId).toBe(personId)
})

test('a trace that served several people tells of nobody, and nothing is asked for ever', async () => {
  const shared = 'a'.repeat(32)
  const id = await sent('from a shared trace', { context: { trace_id: shared } })
  await learnTrace('several-1', shared)
  await learnTrace('several-2', shared)
  for (let i = 0; i < 60; i += 1) {
    await placeLate(house.runtime, stages)
    house.pass(HOUR)
  }
  expect((await rowOf(id)).cohort).toBe('unknown')
  expect(await waiting()).toBe(0)
})
