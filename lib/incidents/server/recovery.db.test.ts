import { afterAll, beforeAll, expect, test } from 'vitest'
import { and, eq } from 'drizzle-orm'
import { incidentMail } from '@/drizzle/schema/incidents'
import { auditEntry } from '@/drizzle/schema/platform'
import { analysisHandlers } from '@/lib/analysis/server/handlers'
import { type AnalysisHouse, anAnalysisHouse, insist } from '@/lib/analysis/server/testing'
import { tick } from '@/lib/analysis/server/tick'
import { storeClients } from '@/lib/flags/server/clients-seen'
import { findEnvironment } from '@/lib/flags/server/environments'
import { type Instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { findRollout } from '@/lib/rollouts/server/contract'
import { incidentHandlers } from './handlers'
import { listIncidentRows, readIncidentView } from './reads'
import { readIncidentTimeline } from './timeline-reads'
import { watchIncident } from './watch-incident'

let house: AnalysisHouse
let runtime: Runtime
beforeAll(async () => {
  house = await anAnalysisHouse()
  runtime = { ...house.runtime, handlers: [...analysisHandlers, ...incidentHandlers] }
  await house.member('Yusuf', 'on-call')
})
afterAll(() => house.close())

const BASELINE = { people: 300, errors: 3, bought: 30 }
/** What people with the new version meet, and how long until it counts. */
const FAILS = { arm: { people: 100, errors: 20, bought: 10 }, passMs: 3000 }
const NEVER_BUYS = { arm: { people: 100, errors: 1, bought: 0 }, passMs: 61_000 }
const NOBODY = { people: 0, errors: 0 }

/** A client that shows a revision of production from a moment on. */
async function client(id: string, revision: number, at: Instant): Promise<void> {
  const environment = await findEnvironment(runtime.database.db, house.workspaceId, 'production')
  if (!environment) throw new Error('the house has no production')
  const place = { workspaceId: house.workspaceId, environmentId: environment.id }
  const what = { clientId: id, kind: 'stream', service: 'web', serviceVersion: '1' } as const
  await storeClients(runtime.database, [{ ...place, ...what, revision, revisionAt: at, seenAt: at }])
}

/** Harm that the engine finds by itself, until its policy rolls back. @returns the incident that opened */
async function harmed(flag: string, { arm, passMs } = FAILS) {
  const rollout = await house.decide(house.maria, 'start', insist(await house.create(flag)))
  await client(`of-${flag}`, 1, runtime.now())
  house.pass(1000)
  await house.meet(flag, { people: 100, errors: 1, bought: 10 }, BASELINE)
  const stateOf = async () => (await house.view(rollout.id)).state
  for (let i = 0; i < 20 && (await stateOf()) !== 'rolling-back'; i += 1) {
    await house.meet(flag, arm, BASELINE)
    house.pass(passMs)
    await tick(runtime, await house.lease(), runtime.now())
  }
  expect(await stateOf()).toBe('rolling-back')
  const row = await findRollout(runtime.database.db, house.workspaceId, rollout.id)
  const [incident] = insist(await listIncidentRows(runtime, house.maria, { open: true }))
  if (!incident) throw new Error('no incident opened')
  return { flag, id: incident.id, revision: row?.published?.revision ?? 0 }
}
type Harmed = Awaited<ReturnType<typeof harmed>>

/** Five minutes pass; so many of the people without it fail or buy meanwhile, and the watcher looks. */
async function fiveMinutes({ flag, id }: Harmed, errors: number, bought = 0) {
  house.pass(60_000)
  await house.meet(flag, NOBODY, { people: 300, errors, bought })
  house.pass(4 * 60_000)
  await watchIncident(runtime, { workspaceId: house.workspaceId, incidentId: id })
  return insist(await readIncidentView(runtime, house.maria, id))
}
const rowsOf = async (id: string) =>
  insist(await readIncidentTimeline(runtime, house.maria, id, { filter: 'everything' })).items
const recoveries = () =>
  runtime.database.db
    .select({ outcome: auditEntry.outcome })
    .from(auditEntry)
    .where(and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.verb, 'incident.recover')))

test('harm, the policy rolls back, clients confirm, the signal is usual twice: mitigated by itself, with the values', async () => {
  const begins = runtime.now()
  const found = await harmed('mends')
  const opened = insist(await readIncidentView(runtime, house.maria, found.id))
  expect(opened).toMatchObject({ state: 'triage', origin: 'gate', cause: { stopped: { by: 'Careful' } } })
  // Since when is found from the counts, as a range that ends no later than it was seen.
  const [impact, detected] = opened.milestones
  expect(impact).toMatchObject({ kind: 'impact_started', at: expect.any(String) })
  const { from = '', to = '' } = impact?.between ?? {}
  expect([from <= (impact?.at ?? ''), (impact?.at ?? '~') <= to, to <= (detected?.at ?? '')]).toEqual([
    true,
    true,
    true,
  ])
  expect(from >= begins).toBe(true)
  expect(opened.cause?.since).toBe(impact?.at)
  // One usual window is not two.
  expect(await fiveMinutes(found, 3)).toMatchObject({ state: 'triage', cause: { watch: { state: 'watching' } } })
  await client('of-mends', found.revision, runtime.now())
  const after = await fiveMinutes(found, 2)
  expect(after).toMatchObject({
    state: 'monitoring',
    milestones: expect.arrayContaining([expect.objectContaining({ kind: 'mitigated', at: runtime.now() })]),
  })
  const moved = (await rowsOf(found.id)).find(({ title }) => title.includes('is mitigated'))
  expect(moved?.title).toContain('(Soundings)')
  expect(moved?.body).toMatch(/^1 of 1 client confirmed; errors \d+(\.\d)? → 0\.6 → 0\.4 a minute, usual about [\d.]+$/)
  const mails = await runtime.database.db.select().from(incidentMail).where(eq(incidentMail.incidentId, found.id))
  expect(mails.map(({ line }) => line)).toContainEqual(`Mitigated by itself: ${moved?.body}`)
  // It looks on, but nothing is decided again.
  const before = await recoveries()
  expect((await fiveMinutes(found, 2)).state).toBe('monitoring')
  expect(await recoveries()).toEqual(before)
  expect((await rowsOf(found.id)).filter(({ title }) => title.includes('is mitigated'))).toHaveLength(1)
})

test('people go on failing without it: not mitigated, and the page says that stopping did not help', async () => {
  house.pass(2 * 86_400_000) // what was heard for the other one is no longer asked about
  const found = await harmed('innocent')
  await client('of-innocent', found.revision, runtime.now())
  await fiveMinutes(found, 150)
  const after = await fiveMinutes(found, 150)
  expect(after).toMatchObject({ state: 'triage', cause: { watch: { state: 'not-helped' } } })
  expect(after.cause?.watch?.sentence).toMatch(/^Stopping did not help: errors .* Suspect ruled out\?$/)
})

test('what should rise fell, the policy rolls back, people buy again: mitigated by itself too', async () => {
  house.pass(2 * 86_400_000)
  const found = await harmed('shop', NEVER_BUYS)
  const opened = insist(await readIncidentView(runtime, house.maria, found.id))
  expect(opened).toMatchObject({ state: 'triage', title: expect.stringContaining('Bought worse with shop') })
  await client('of-shop', found.revision, runtime.now())
  // Too few buy for what should rise: not yet.
  expect(await fiveMinutes(found, 3, 6)).toMatchObject({ state: 'triage', cause: { watch: { state: 'watching' } } })
  await fiveMinutes(found, 3, 31)
  const after = await fiveMinutes(found, 3, 30)
  expect(after.state).toBe('monitoring')
  const moved = (await rowsOf(found.id)).find(({ title }) => title.includes('is mitigated'))
  expect(moved?.body).toMatch(
    /^1 of 1 client confirmed; bought [\d.]+ → 1\.2 → 6(\.2)? → 6 a minute, usual about [\d.]+$/,
  )
})
