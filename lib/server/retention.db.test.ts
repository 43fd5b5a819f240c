import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { feedbackExposure, feedbackItem, feedbackMessage, feedbackRaw } from '@/drizzle/schema/feedback'
import { cluster, clusterTerm } from '@/drizzle/schema/feedback-clusters'
import { personIdentity } from '@/drizzle/schema/feedback-people'
import { outboxMail } from '@/drizzle/schema/platform'
import { telemetryEvent } from '@/drizzle/schema/telemetry'
import { enrichWorkspace } from '@/lib/feedback/server/enrich'
import { replyToItem } from '@/lib/feedback/server/reply'
import { aFeedbackHouse, stages } from '@/lib/feedback/server/testing'
import { editPrivacy, readPrivacy } from '@/lib/governance/server/privacy'
import { createWorkspace } from '@/lib/governance/server/setup'
import { aHouse } from '@/lib/governance/server/testing'
import { runCommand } from '@/lib/platform/command'
import { keepNoLonger } from './retention'

test('events and mails go when their workspace keeps them no longer, and only there', async () => {
  const house = await aHouse()
  const { db } = house.runtime.database
  const maria = await house.member('Maria', 'admin')
  const other = await db.transaction((tx) => createWorkspace(tx, { name: 'B', slug: 'b' }, house.runtime.now()))
  const { settings } = await readPrivacy(db, house.workspaceId)
  const shorter = { ...settings, retentionDays: { events: 7, mails: 7 } }
  expect(await runCommand(house.runtime, editPrivacy, { settings: shorter }, maria)).toMatchObject({ ok: true })
  for (const workspaceId of [house.workspaceId, other]) {
    for (const day of ['20', '28']) {
      const at = `2026-02-${day}T00:00:00.000Z` as ReturnType<typeof house.runtime.now>
      const [id, key] = [`mai_${workspaceId.slice(4, 12)}00${day}` as const, day]
      const mail = { id, workspaceId, key, recipient: 'a@b.test', subject: 's', content: { text: '' } }
      const event = { environmentId: 'env_0123456789ab', kind: 'track', unit: Buffer.from('u'), name: day } as const
      await db.insert(telemetryEvent).values({ ...event, workspaceId, arrivedAt: at, occurredAt: at })
      await db.insert(outboxMail).values({ ...mail, state: 'sent', createdAt: at, changedAt: at })
    }
  }
  await keepNoLonger(house.runtime)
  const left = await db.select({ workspaceId: outboxMail.workspaceId, key: outboxMail.key }).from(outboxMail)
  expect(left.filter(({ workspaceId }) => workspaceId === house.workspaceId)).toMatchObject([{ key: '28' }])
  expect(left.filter(({ workspaceId }) => workspaceId === other)).toHaveLength(2)
  const events = await db
    .select({ workspaceId: telemetryEvent.workspaceId, day: telemetryEvent.name })
    .from(telemetryEvent)
  expect(events.filter(({ workspaceId }) => workspaceId === house.workspaceId)).toMatchObject([{ day: '28' }])
  expect(events.filter(({ workspaceId }) => workspaceId === other)).toHaveLength(2)
  await house.close()
})

const DAY = 86_400_000

test('words of people go when nothing happened to them for long; what was counted of them stays', async () => {
  const house = await aFeedbackHouse()
  const { db, sql } = house.runtime.database
  const { settings } = await readPrivacy(db, house.workspaceId)
  const retentionDays = { ...settings.retentionDays, originals: 5, feedback: 30 }
  const shorter = { settings: { ...settings, retentionDays } }
  expect(await house.run(editPrivacy, shorter, house.ana)).toMatchObject({ ok: true })
  await house.expose('u-zoe', 'on')
  const zoe = { unit: 'u-zoe', email: 'zoe@example.com', consent: true }
  const sent = await house.send({ items: [{ text: 'The drawbridge is stuck', ...zoe }, { text: 'Answered later' }] })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const [old, kept] = sent.json.items.map(({ id }) => id)
  if (!old || !kept) throw new Error('nothing was stored')
  const rowOf = async (id: string) => {
    const [row] = await db
      .select()
      .from(feedbackItem)
      .where(eq(feedbackItem.id, id as typeof feedbackItem.$inferSelect.id))
    if (!row) throw new Error(`${id} is gone`)
    return row
  }
  const before = await rowOf(old)
  const [group] = await sql`select n_items, n_people from cluster where id = ${before.clusterId}`
  house.pass(6 * DAY)
  await keepNoLonger(house.runtime)
  expect(await db.select().from(feedbackRaw)).toEqual([])
  expect((await rowOf(old)).text).toBe('The drawbridge is stuck')
  house.pass(20 * DAY)
  expect(await house.run(replyToItem, { itemId: old, text: 'We look into it' })).toMatchObject({ ok: true })
  house.pass(10 * DAY)
  await keepNoLonger(house.runtime)
  expect((await rowOf(kept)).text).toBe('[deleted]')
  expect((await rowOf(old)).text).toBe('The drawbridge is stuck')
  house.pass(25 * DAY)
  await keepNoLonger(house.runtime)
  const { cohort, exposedTo, clusterId, personId, receivedAt, text, context } = await rowOf(old)
  expect({ text, context }).toEqual({ text: '[deleted]', context: {} })
  expect({ cohort, exposedTo, clusterId, personId, receivedAt }).toEqual({
    cohort: 'exposed',
    exposedTo: ['checkout'],
    clusterId: before.clusterId,
    personId: before.personId,
    receivedAt: before.receivedAt,
  })
  expect(await db.select().from(feedbackMessage)).toEqual([])
  expect(await db.select().from(feedbackExposure)).toHaveLength(1)
  expect((await db.select().from(personIdentity)).filter(({ value }) => value !== null)).toEqual([])
  const [its] = await db
    .select()
    .from(cluster)
    .where(eq(cluster.id, before.clusterId ?? 'clu_000000000000'))
  expect(its).toMatchObject({
    name: `CL-${its?.number}`,
    centroid: {},
    nItems: group?.['n_items'],
    nPeople: group?.['n_people'],
  })
  expect(await db.select().from(clusterTerm)).toEqual([])
  const [audit] = await sql`select count(*)::int as n from audit_entry where verb = 'feedback.reply'`
  expect(audit?.['n']).toBe(1)
  await house.close()
})
