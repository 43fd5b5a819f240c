import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { auditEntry } from '@/drizzle/schema/platform'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { type Outcome } from '@/lib/kernel/result'
import { DEFAULT_SLA } from '../core/sla-policy'
import { type SlaPolicy, type TriageAct } from '../core/schema'
import { refreshAllClocks } from './clocks'
import { enrichWorkspace } from './enrich'
import { listFeedback, readItem, type FeedbackPage } from './reads'
import { replyToItem } from './reply'
import { saveRoutingRule } from './routing-rules'
import { editSla, readSla } from './sla'
import { aFeedbackHouse, stages, type FeedbackHouse } from './testing'
import { triageVerbs } from './triage'
import { undoAct } from './undo'

const HOUR = 3_600_000
const targets = (first: number, solve: number) => ({
  first: { amount: first, unit: 'hours' as const },
  solve: { amount: solve, unit: 'hours' as const },
})
const policy: SlaPolicy = {
  ...DEFAULT_SLA,
  targets: { urgent: targets(1, 2), high: targets(2, 4), normal: targets(4, 8), low: targets(40, 80) },
}

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
  yes(await house.run(editSla, { policy, expectedVersion: 0 }))
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
const act = async (itemId: FeedbackItemId, doing: TriageAct) =>
  yes(await house.run(triageVerbs[doing.verb], { itemId, act: doing }))
const view = async (id: string) => yes(await readItem(house.runtime, house.maria, id))
const names = async (query: string) =>
  yes(await listFeedback(house.runtime, house.maria, new URLSearchParams(query))).items.map(({ excerpt }) => excerpt)
const inHours = (from: string, hours: number) => instant(Date.parse(from) + hours * HOUR)

test('from arrival to the end: due, at risk, breached, answered late, closed in time', async () => {
  const id = await sent('from arrival to the end', { email: 'clock@example.com' })
  const { receivedAt, due } = await view(id)
  expect(due).toEqual({
    state: 'on-track',
    first: { state: 'on-track', dueAt: inHours(receivedAt, 4), metAt: null },
    solve: { state: 'on-track', dueAt: inHours(receivedAt, 8), metAt: null },
  })
  house.pass(3 * HOUR)
  expect((await view(id)).due).toMatchObject({
    state: 'at-risk',
    first: { state: 'at-risk' },
    solve: { state: 'on-track' },
  })
  house.pass(2 * HOUR)
  expect((await view(id)).due).toMatchObject({ state: 'breached', first: { state: 'breached' } })
  const answered = yes(await house.run(replyToItem, { itemId: id, text: 'We look at it' }))
  expect(answered.item.due).toMatchObject({
    state: 'on-track',
    first: { state: 'missed', dueAt: inHours(receivedAt, 4) },
    solve: { dueAt: inHours(receivedAt, 8) },
  })
  house.pass(HOUR)
  const closed = await act(id, { verb: 'done', outcome: 'fixed' })
  expect(closed.item.due).toMatchObject({ state: 'missed', solve: { state: 'met', dueAt: inHours(receivedAt, 8) } })
})

test('a question stops the clock, sleep does not, and their reply starts it again', async () => {
  const id = await sent('it waits', { email: 'wait@example.com', externalId: 'wait-1' })
  const { receivedAt } = await view(id)
  house.pass(HOUR)
  yes(await house.run(replyToItem, { itemId: id, text: 'Which version?', kind: 'ask' }))
  expect((await view(id)).due).toMatchObject({
    state: 'paused',
    first: { state: 'met' },
    solve: { state: 'paused', dueAt: null },
  })
  house.pass(24 * HOUR)
  await house.send({ text: 'Seven', email: 'wait@example.com', inReplyTo: 'wait-1' })
  expect((await view(id)).due).toMatchObject({ state: 'on-track', solve: { dueAt: inHours(receivedAt, 24 + 8) } })
  await act(id, { verb: 'snooze', snooze: { until: 'reply' } })
  expect((await view(id)).due).toMatchObject({ solve: { dueAt: inHours(receivedAt, 24 + 8) } })
})

test('priority decides, also when a route gives it, and undo gives the old time back', async () => {
  const id = await sent('a matter of priority')
  const { receivedAt } = await view(id)
  const acted = await act(id, { verb: 'prioritise', priority: 'urgent' })
  expect(acted.item.due?.first?.dueAt).toBe(inHours(receivedAt, 1))
  yes(await house.run(undoAct, { actId: acted.actId }))
  expect((await view(id)).due?.first?.dueAt).toBe(inHours(receivedAt, 4))
  yes(await house.run(saveRoutingRule, { name: 'Payments', when: { words: ['refund'] }, does: { priority: 'high' } }))
  const routed = await sent('Where is my refund')
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const after = await view(routed)
  expect(after.due?.first?.dueAt).toBe(inHours(after.receivedAt, 2))
})

test('spam and what is merged owe nothing, until they are brought back', async () => {
  const [into, from] = [await sent('owed once'), await sent('owed once more')]
  const before = (await view(from)).due
  expect((await act(from, { verb: 'merge', into })).item.due).toBeNull()
  expect((await act(from, { verb: 'unmerge' })).item.due).toEqual(before)
  expect((await act(into, { verb: 'spam' })).item.due).toBeNull()
  const scored = (await house.send({ nps: 3 })).json.items[0]?.id
  expect((await view(scored ?? '')).due).toBeNull()
})

test('the list: by what is due first, and only what is late', async () => {
  const other = await aFeedbackHouse()
  await other.send({ text: 'older' })
  other.pass(HOUR)
  await other.send({ text: 'urgent' })
  await other.send({ text: 'asked', email: 'a@example.com' })
  const rows = await other.runtime.database.db.select().from(feedbackItem).orderBy(feedbackItem.number)
  yes(await other.run(editSla, { policy, expectedVersion: 0 }))
  expect(await refreshAllClocks(other.runtime, other.workspaceId)).toBe(3)
  yes(await other.run(triageVerbs.prioritise, { itemId: rows[1]?.id, act: { verb: 'prioritise', priority: 'urgent' } }))
  yes(await other.run(replyToItem, { itemId: rows[2]?.id, text: 'Which?', kind: 'ask' }))
  const list = async (query: string) =>
    yes(await listFeedback(other.runtime, other.maria, new URLSearchParams(query))).items.map(({ excerpt }) => excerpt)
  expect(await list('view=all&sort=due')).toEqual(['urgent', 'older', 'asked'])
  expect(await list('view=all&due=breached')).toEqual([])
  other.pass(HOUR)
  expect(await list('view=all&q=is:late')).toEqual(['urgent'])
  other.pass(1.5 * HOUR)
  expect(await list('view=all&q=due:at-risk')).toEqual(['older'])
  expect(await list('view=all&due=breached,at-risk&sort=due')).toEqual(['urgent', 'older'])
  expect(await list('view=all&due=none')).toEqual(['asked'])
  const paged: string[] = []
  let cursor: string | null = null
  do {
    const page: FeedbackPage = yes(
      await listFeedback(other.runtime, other.maria, new URLSearchParams('view=all&sort=due'), { limit: 1, cursor }),
    )
    paged.push(...page.items.map(({ excerpt }) => excerpt))
    cursor = page.nextCursor
  } while (cursor)
  expect(paged).toEqual(['urgent', 'older', 'asked'])
  await other.close()
})

test('targets changed mid-way: what is open follows, what is closed keeps its times', async () => {
  const [open, closed] = [await sent('stays open'), await sent('is closed')]
  await act(closed, { verb: 'done', outcome: 'known' })
  const before = await view(closed)
  const { receivedAt } = await view(open)
  const slower = { ...policy, targets: { ...policy.targets, normal: targets(20, 40) } }
  const { version } = yes(await readSla(house.runtime, house.olu))
  expect(await house.run(editSla, { policy: slower, expectedVersion: version - 1 })).toMatchObject({
    code: 'stale-version',
  })
  yes(await house.run(editSla, { policy: slower, expectedVersion: version }))
  expect(yes(await readSla(house.runtime, house.olu))).toEqual({ policy: slower, version: version + 1 })
  expect(await refreshAllClocks(house.runtime, house.workspaceId)).toBeGreaterThan(0)
  expect((await view(open)).due?.first?.dueAt).toBe(inHours(receivedAt, 20))
  expect((await view(closed)).due).toEqual(before.due)
  // What comes in from now on has the new ones at once.
  const fresh = await view(await sent('comes in later'))
  expect(fresh.due?.first?.dueAt).toBe(inHours(fresh.receivedAt, 20))
  expect(await names('view=all&q=stays')).toEqual(['stays open'])
})

test.each([
  [
    'a day that ends before it begins',
    { ...policy, calendar: { ...policy.calendar, to: '08:00' } },
    'policy.calendar.to',
  ],
  [
    'a zone that is none',
    { ...policy, calendar: { ...policy.calendar, timeZone: 'Mars/Base' } },
    'policy.calendar.timeZone',
  ],
  ['no working day', { ...policy, calendar: { ...policy.calendar, days: [] } }, 'policy.calendar.days'],
  [
    'a target of nothing',
    { ...policy, targets: { ...policy.targets, low: targets(0, 1) } },
    'policy.targets.low.first.amount',
  ],
])('%s is refused', async (_, wrong, field) => {
  expect(await house.run(editSla, { policy: wrong, expectedVersion: 0 })).toMatchObject({
    code: 'invalid-input',
    field,
  })
})

test('the targets: another workspace has its own; without permission forbidden, and audited', async () => {
  const stranger = await aFeedbackHouse()
  expect(yes(await readSla(stranger.runtime, stranger.olu))).toEqual({ policy: DEFAULT_SLA, version: 0 })
  await stranger.close()
  expect(await house.run(editSla, { policy, expectedVersion: 0 }, house.olu)).toMatchObject({ code: 'forbidden' })
  const rows = await house.runtime.database.db.select().from(auditEntry).where(eq(auditEntry.outcome, 'forbidden'))
  expect(rows.map(({ verb }) => verb)).toContain('sla.edit')
})

test('as it comes, times are those of working days', async () => {
  const plain = await aFeedbackHouse()
  const { json } = await plain.send({ text: 'by default' })
  const item = yes(await readItem(plain.runtime, plain.maria, json.items[0]?.id ?? ''))
  expect(toMs(item.due?.first?.dueAt ?? item.receivedAt)).toBeGreaterThanOrEqual(toMs(item.receivedAt) + 8 * HOUR)
  await plain.close()
})
