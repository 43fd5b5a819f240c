import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { anonymous } from '@/lib/kernel/actor'
import { runCommand } from '@/lib/platform/command'
import { createMetric } from './create-metric'
import { listMetrics, readMetric, readVerdict } from './reads'
import { type AnalysisHouse, anAnalysisHouse, insist } from './testing'

let house: AnalysisHouse
let stranger: AnalysisHouse
beforeAll(async () => {
  house = await anAnalysisHouse()
  stranger = await anAnalysisHouse()
})
afterAll(async () => {
  await house.close()
  await stranger.close()
})

const input = {
  key: 'crashes',
  source: { kind: 'event', event: 'crash' },
  aggregation: 'first-event',
  direction: 'lower',
}

test('a metric is stored once; the second of its key is refused', async () => {
  const created = insist(await runCommand(house.runtime, createMetric, input, house.maria))
  expect(created).toMatchObject({ key: 'crashes', version: 1, harmLimit: null })
  expect(await readMetric(house.runtime, house.olu, 'crashes')).toEqual({ ok: true, value: created })
  expect(await runCommand(house.runtime, createMetric, input, house.maria)).toMatchObject({
    ok: false,
    code: 'metric-exists',
  })
})

test('a reader may not, and the audit knows', async () => {
  const refused = await runCommand(house.runtime, createMetric, { ...input, key: 'other' }, house.olu)
  expect(refused).toMatchObject({ ok: false, code: 'forbidden' })
  const rows = await house.runtime.database.db
    .select({ outcome: auditEntry.outcome, actor: auditEntry.actorName })
    .from(auditEntry)
    .where(and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.verb, 'metric.create')))
  expect(rows).toContainEqual({ outcome: 'forbidden', actor: 'Olu' })
})

test('nothing is seen from another workspace, nor by nobody', async () => {
  const draft = insist(await house.create('seen'))
  expect(await readVerdict(stranger.runtime, stranger.maria, draft.id)).toMatchObject({ ok: false, code: 'not-found' })
  expect(await readVerdict(house.runtime, anonymous, draft.id)).toMatchObject({ ok: false, code: 'not-signed-in' })
  const theirs = insist(await listMetrics(stranger.runtime, stranger.maria)).map(({ key }) => key)
  expect(theirs).toEqual(['bought', 'errors'])
})
