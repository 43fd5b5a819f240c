import { expect, test } from 'vitest'
import { outboxMail } from '@/drizzle/schema/platform'
import { telemetryEvent } from '@/drizzle/schema/telemetry'
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
