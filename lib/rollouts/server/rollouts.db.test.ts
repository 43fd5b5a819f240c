import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { findEnvironment, loadSnapshot } from '@/lib/flags/server/environments'
import { verifyAudit } from '@/lib/platform/audit'
import { VERBS, type RolloutView } from '../core/schema'
import { readDecisions, readRolloutEvents, readRolloutView } from './reads'
import { aRolloutHouse, type RolloutHouse } from './testing'

let house: RolloutHouse
beforeAll(async () => {
  house = await aRolloutHouse()
})
afterAll(() => house.close())

async function started(flag: string): Promise<RolloutView> {
  const draft = await house.create(flag)
  const outcome = await house.decide(house.maria, 'start', draft)
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome.value
}

async function stagesServed() {
  const { db } = house.runtime.database
  const env = await findEnvironment(db, house.workspaceId, 'production')
  const snapshot = env && (await loadSnapshot(db, env.id))
  if (!snapshot) throw new Error('nothing is published')
  return snapshot
}

const auditOf = (rolloutId: string, verb: string) =>
  house.runtime.database.db
    .select({ outcome: auditEntry.outcome, actor: auditEntry.actorName })
    .from(auditEntry)
    .where(
      and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.objectId, rolloutId), eq(auditEntry.verb, verb)),
    )
    .orderBy(auditEntry.position)

test('start publishes the first stage, and the revision knows which stage it served', async () => {
  const rollout = await started('start-publishes')
  expect(rollout).toMatchObject({ state: 'running', weight: 1, stage: 1 })
  const snapshot = await stagesServed()
  expect(snapshot.stages['start-publishes']).toMatchObject({ rolloutId: rollout.id, share: 1000, exposedVariant: 'on' })
})

test.each(VERBS)('%s of a rollout in another workspace is not found', async (verb) => {
  const rollout = await started(`foreign-${verb}`)
  const stranger = await aRolloutHouse()
  const outcome = await stranger.decide(stranger.sam, verb, rollout)
  await stranger.close()
  // Whoever may not do a verb at all hears that first.
  expect(outcome).toMatchObject({ ok: false, code: 'not-found' })
})

test.each(VERBS)('%s without the permission is forbidden and in the audit', async (verb) => {
  const rollout = await started(`reader-${verb}`)
  expect(await house.decide(house.olu, verb, rollout)).toMatchObject({ ok: false, code: 'forbidden' })
  expect(await auditOf(rollout.id, `rollout.${verb}`)).toContainEqual({ outcome: 'forbidden', actor: 'Olu' })
  const after = await readRolloutView(house.runtime, house.maria, rollout.id)
  expect(after).toMatchObject({ ok: true, value: { state: 'running', version: rollout.version } })
})

test.each(['pause', 'stop', 'roll-back'] as const)(
  '%s twice, from a stale tab: both hear yes, done once',
  async (verb) => {
    const rollout = await started(`twice-${verb}`)
    const stale = { ...rollout, version: 0 }
    const outcomes = await Promise.all([house.maria, house.sam].map((who) => house.decide(who, verb, stale)))
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true])
    const decisions = await readDecisions(house.runtime, house.maria, rollout.id)
    expect(decisions.ok && decisions.value.filter((decision) => decision.verb === verb)).toHaveLength(1)
  },
)

test('two advance at once: one wins, the other is told who and what', async () => {
  const rollout = await started('two-at-once')
  const outcomes = await Promise.all(
    [house.maria, house.sam].map((who) => house.decide(who, 'advance', rollout, { note: 'Quiet hours.' })),
  )
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  const loser = outcomes.find((outcome) => !outcome.ok)
  expect(loser).toMatchObject({ code: 'stale-version', message: expect.stringMatching(/(Maria|Sam) advanced/) })
})

test('a pause publishes nothing; a stop does, and its undo serves the same document', async () => {
  const rollout = await started('undo-same')
  const served = await stagesServed()
  const paused = await house.decide(house.maria, 'pause', rollout)
  expect((await stagesServed()).revision).toBe(served.revision)
  const stopped = await house.decide(house.maria, 'stop', rollout)
  expect((await stagesServed()).hash).not.toBe(served.hash)
  if (!paused.ok || !stopped.ok) throw new Error('refused')
  expect(stopped.value.undo).toMatchObject({ verb: 'stop' })
  const undone = await house.decide(house.maria, 'undo', stopped.value)
  expect(undone).toMatchObject({ ok: true, value: { state: 'paused', weight: 1 } })
  expect((await stagesServed()).hash).toBe(served.hash)
})

test('every decision is told on the timeline in words, with its evidence, and the audit chain holds', async () => {
  const rollout = await started('told')
  await house.decide(house.sam, 'roll-back', rollout, { note: 'People complain.' })
  const events = await readRolloutEvents(house.runtime, house.olu, rollout.name)
  expect(events.ok && events.value.map((event) => event.title)).toEqual([
    `Maria drafted ${rollout.name} for told`,
    `Maria started ${rollout.name} at 1%`,
    `Sam rolled back ${rollout.name}`,
  ])
  expect(await verifyAudit(house.runtime.database.db, house.workspaceId)).toMatchObject({ ok: true })
})

test('a second rollout cannot go live on the same flag and environment', async () => {
  const first = await started('one-live')
  const second = await house.create('one-live')
  expect(await house.decide(house.maria, 'start', second)).toMatchObject({
    ok: false,
    message: expect.stringContaining(first.name),
  })
})
