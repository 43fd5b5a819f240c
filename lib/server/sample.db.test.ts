import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildHouse, type House } from '@/drizzle/seed/house'
import { rollouts, type SampleRollout } from '@/drizzle/seed/story'
import { tellStory } from '@/drizzle/seed/tell-story'
import { makeSample } from '@/drizzle/seed/sample'
import { createMetric } from '@/lib/analysis/server/create-metric'
import { tick } from '@/lib/analysis/server/tick'
import { takeItems } from '@/lib/feedback/server/receive'
import { createFlag } from '@/lib/flags/server/create-flag'
import { loadSnapshot } from '@/lib/flags/server/environments'
import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { removeSample } from '@/lib/governance/server/remove-sample'
import { readMembers } from '@/lib/governance/server/people'
import { writeSample } from '@/lib/governance/server/samples'
import { createWorkspace } from '@/lib/governance/server/setup'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { type Person } from '@/lib/kernel/actor'
import { instant } from '@/lib/kernel/time'
import { verifyAudit } from '@/lib/platform/audit'
import { runCommand } from '@/lib/platform/command'
import { takeLease } from '@/lib/platform/lease'
import { openRuntime, type Runtime } from '@/lib/platform/runtime'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { cloneDatabase, type TestDatabase } from '@/lib/test/database'
import { handlers } from './handlers'

const NOW = instant(Date.parse('2026-12-17T08:00:00.000Z'))
const FOUNDED = instant(Date.parse(NOW) - 240 * 86_400_000)

let clone: TestDatabase
let runtime: Runtime
let house: House
let priya: Person
beforeAll(async () => {
  clone = await cloneDatabase()
  const log = pino({ level: 'error' })
  runtime = { ...openRuntime(clone.url, 'sample', { max: 6, handlers }), now: () => NOW, log }
  house = (await runtime.database.db.transaction((tx) => buildHouse(tx, FOUNDED))).house
  const admin = house.actors['priya']
  if (!admin) throw new Error('the sample has no admin')
  priya = admin
  await tellStory(runtime, house, { now: NOW, seed: 3, moment: 'burning', story: [short()], fromMin: 92 })
}, 180_000)
afterAll(async () => {
  await runtime.database.close()
  await clone.drop()
})

/** RO-142 alone, from its first people at 25% until its policy pauses it. */
function short(): SampleRollout {
  const checkout = rollouts.find(({ number }) => number === 142)
  if (!checkout) throw new Error('the story has no RO-142')
  const steps: SampleRollout['steps'] = [
    { at: 90, who: 'maria', verb: 'create' },
    { at: 88, who: 'maria', verb: 'start' },
  ]
  return { ...checkout, stages: [{ weight: 25, minSoak: 'PT24H' }], steps }
}

const remove = (actor: Person, confirm: string) => runCommand(runtime, removeSample, { confirm }, actor)

/** Rows of this workspace in each table that has any. */
async function filled(): Promise<Record<string, number>> {
  const { sql } = runtime.database
  const tables = await sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
      and c.table_name !~ '^telemetry_event_' order by 1`
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from ${sql(name)} where workspace_id = ${house.workspaceId}`
    if (row && row.n > 0) counts[name] = row.n
  }
  return counts
}

const insist = <T>(outcome: { ok: true; value: T } | { ok: false; code: string; message: string }): T => {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}

/** Tables that may have rows when the sample is gone: what was made beside it, the house, and what ages out by itself. */
const KEPT = new Set(
  `api_key audit_entry client_seen config_snapshot counter environment ingest_seen membership
  feedback_item feedback_raw feedback_source feedback_state feedback_term person person_identity
  flag flag_environment flag_version metric metric_version policy policy_version rollout
  incident incident_mail incident_milestone incident_state suspect timeline_event`.split(/\s+/),
)
const GONE =
  `decision cohort_delta unit_stage unit_metric window_cursor telemetry_event tick_log verdict_log analysis_point
  analysis_state cluster cluster_term cluster_event flag_usage flag_seen feedback_act feedback_label feedback_notice`.split(
    /\s+/,
  )

/** What somebody makes beside the sample. */
async function own(): Promise<void> {
  insist(await runCommand(runtime, createFlag, { key: 'our-own', type: 'boolean' }, priya))
  const metric = { key: 'our_errors', source: { kind: 'event', event: 'our.failed' } }
  const harm = { aggregation: 'first-event', direction: 'lower', harmLimit: 0.01, declaredRate: 0.01 }
  insist(await runCommand(runtime, createMetric, { ...metric, ...harm }, priya))
  const plan = {
    flag: 'our-own',
    environment: 'production',
    hypothesis: 'It helps.',
    rollbackPlan: 'Stop exposure.',
    stages: [{ weight: 5, minSoak: 'PT0S' }],
    // One of its metrics is the sample's: it stays with the rollout that names it.
    guardrails: [{ metric: 'our_errors' }, { metric: 'slow_pages' }],
  }
  insist(await runCommand(runtime, createRollout, plan, priya))
  insist(await runCommand(runtime, openIncident, { title: 'The printer is out of paper' }, priya))
  const item = { channel: 'widget', text: 'The lamp in the hall is broken.', externalId: 'own-1', unit: 'p-own' }
  const { workspaceId, production: environmentId } = house
  const door = { runtime, stages: openStageLookup(runtime.database.db) }
  const delivery = { workspaceId, environmentId, vouched: true, sourceName: 'API' }
  await takeItems(door, delivery, { ok: true, items: [{ index: 0, value: item }], refused: [] }, null)
}

test('a missing permission is refused and audited; another workspace has no sample of its own', async () => {
  const before = await filled()
  const { olu, sam } = house.actors
  for (const who of [olu, sam]) {
    if (!who) throw new Error('nobody')
    expect(await remove(who, 'Harbor Travel')).toMatchObject({ ok: false, code: 'forbidden' })
  }
  const other = await runtime.database.db.transaction((tx) =>
    createWorkspace(tx, { name: 'Other', slug: 'other' }, NOW),
  )
  const stranger = { ...priya, workspaceId: other }
  expect(await remove(stranger, 'Other')).toMatchObject({ ok: false, code: 'no-sample' })
  expect(await filled()).toEqual({ ...before, audit_entry: (before['audit_entry'] ?? 0) + 2 })
})

test('while a sample is being made the worker leaves it alone, and it cannot be removed', async () => {
  const { db, sql } = runtime.database
  const sample = (await readWorkspace(db, house.workspaceId))?.sample
  if (!sample) throw new Error('there is no sample')
  const ticks = async () => (await sql<{ n: number }[]>`select count(*)::int as n from tick_log`)[0]?.n ?? 0
  const later = instant(Date.parse(NOW) + 60_000)
  const look = async () => {
    const lease = await takeLease(db, 'analysis', 'worker')
    if (!lease) throw new Error('nobody else leads')
    await tick(runtime, lease, later)
  }
  await writeSample(db, house.workspaceId, { ...sample, state: 'making', since: NOW })
  const before = await ticks()
  await look()
  expect(await ticks()).toBe(before)
  expect(await remove(priya, 'Harbor Travel')).toMatchObject({ ok: false, code: 'sample-in-the-making' })
  // One that was begun and cut short is not begun again over what is there.
  await makeSample(runtime, house.workspaceId)
  expect((await readWorkspace(db, house.workspaceId))?.sample?.state).toBe('failed')
  await writeSample(db, house.workspaceId, sample)
  await look()
  expect(await ticks()).toBeGreaterThan(before)
})

test('a word that is not the name removes nothing', async () => {
  const before = await filled()
  expect(await remove(priya, 'yes')).toMatchObject({ ok: false, code: 'not-confirmed', field: 'confirm' })
  expect(await filled()).toEqual({ ...before, audit_entry: (before['audit_entry'] ?? 0) + 1 })
})

test('the sample goes without a row left; what people made, members, keys and the audit stay', async () => {
  const empty = await filled()
  expect(Object.keys(empty)).toEqual(
    expect.arrayContaining(['rollout', 'cohort_delta', 'telemetry_event', 'feedback_item', 'incident', 'cluster']),
  )
  await own()
  const members = await readMembers(runtime.database.db, house.workspaceId)
  expect(await remove(priya, ' harbor travel ')).toMatchObject({ ok: true, value: { flags: 42, rollouts: 1 } })

  const left = await filled()
  // Of its own: what was made beside it, and what a workspace has from its first day.
  expect(left).toMatchObject({
    flag: 1,
    rollout: 1,
    incident: 1,
    feedback_item: 1,
    metric: 2,
    policy: 1,
    environment: 3,
    membership: 9,
    api_key: empty['api_key'],
  })
  expect(Object.keys(left).filter((table) => !KEPT.has(table))).toEqual([])
  for (const gone of GONE) {
    expect([gone, left[gone] ?? 0]).toEqual([gone, 0])
  }
  const { sql, db } = runtime.database
  const told =
    await sql`select kind from timeline_event where flag_key is distinct from 'our-own' and incident_id is null`
  expect([...told]).toEqual([])
  expect(await readMembers(db, house.workspaceId)).toEqual(members)
  expect((await readWorkspace(db, house.workspaceId))?.sample).toBeNull()
  const served = JSON.parse((await loadSnapshot(db, house.production))?.text ?? '{}')
  expect(Object.keys(served.flags)).toEqual(['our-own'])
  expect(await verifyAudit(db, house.workspaceId)).toMatchObject({ ok: true })
  const [audited] =
    await sql`select outcome, detail from audit_entry where verb = 'workspace.remove-sample' order by seq desc limit 1`
  expect(audited).toMatchObject({ outcome: 'done', detail: { flags: 42, rollouts: 1 } })

  // A second time there is nothing to remove.
  expect(await remove(priya, 'Harbor Travel')).toMatchObject({ ok: false, code: 'no-sample' })
})
