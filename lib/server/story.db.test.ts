import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { buildHouse } from '@/drizzle/seed/house'
import { rollouts, type SampleRollout } from '@/drizzle/seed/story'
import { tellStory } from '@/drizzle/seed/tell-story'
import { type Person } from '@/lib/kernel/actor'
import { instant } from '@/lib/kernel/time'
import { readFlagRows } from '@/lib/flags/server/flag-list'
import { verifyAudit } from '@/lib/platform/audit'
import { openRuntime, type Runtime } from '@/lib/platform/runtime'
import { cloneDatabase, type TestDatabase } from '@/lib/test/database'
import { handlers } from './handlers'

/** Thursday 17 December 2026, 09:00 in Paris: the story burnt at 03:14. */
const NOW = instant(Date.parse('2026-12-17T08:00:00.000Z'))
const FOUNDED = instant(Date.parse(NOW) - 240 * 86_400_000)

const opened: { runtime: Runtime; clone: TestDatabase }[] = []
afterEach(async () => {
  for (const { runtime, clone } of opened.splice(0)) {
    await runtime.database.close()
    await clone.drop()
  }
})

async function aStage() {
  const clone = await cloneDatabase()
  const runtime = {
    ...openRuntime(clone.url, 'story', { max: 6, handlers }),
    now: () => NOW,
    log: pino({ level: 'error' }),
  }
  opened.push({ runtime, clone })
  const { house } = await runtime.database.db.transaction((tx) => buildHouse(tx, FOUNDED))
  const rows = async (query: string): Promise<Record<string, unknown>[]> => [
    ...(await runtime.database.sql.unsafe(query)),
  ]
  const one = async (query: string) => Object.values((await rows(query))[0] ?? {})[0]
  return { runtime, house, rows, one }
}
type Stage = Awaited<ReturnType<typeof aStage>>

const words = async ({ rows }: Stage): Promise<Record<string, string>> => {
  const all = await rows(
    `select number, state, verdict ->> 'code' as code from rollout where number = any('{131,137,139,140,141,142}') order by number`,
  )
  return Object.fromEntries(
    all.map(({ number, state, code }) => [`RO-${String(number)}`, `${String(state)} ${String(code)}`]),
  )
}
const incidents = ({ rows }: Stage) => rows('select number, state, severity from incident order by number')

/** What is the same in every house that was told the same: neither ids nor pseudonyms. */
const STABLE: Record<string, string> = {
  events: `select md5(string_agg(x, '|' order by x)) from (select concat_ws(' ', occurred_at, kind, name, variant) as x from telemetry_event) t`,
  evidence: `select md5(string_agg(x, '|' order by x)) from (select concat_ws(' ', arrived_at, arm, n_enter, risk_enter, first_events, booked) as x from cohort_delta) t`,
  decisions: `select md5(string_agg(concat_ws(' ', at, verb, actor_name, verdict_code, sentence), '|' order by seq)) from decision`,
  verdicts: `select md5(string_agg(x, '|' order by x)) from (select concat_ws(' ', at, code, verdict ->> 'logE') as x from verdict_log) t`,
  timeline: `select md5(string_agg(x, '|' order by x)) from (select concat_ws(' ', occurred_at, kind, title) as x from timeline_event) t`,
  feedback: `select md5(string_agg(concat_ws(' ', number, occurred_at, channel, text, type, effective, cohort, bucket), '|' order by number)) from feedback_item`,
  clusters: `select md5(string_agg(concat_ws(' ', number, name, n_items, n_people), '|' order by number)) from cluster`,
  incidents: `select md5(string_agg(concat_ws(' ', number, opened_at, state, severity, doc ->> 'title'), '|' order by number)) from incident`,
  flags: `select md5(string_agg(concat_ws(' ', key, version, created_at, definition), '|' order by key)) from flag`,
}

test('the same seed tells the same story, another one another', { timeout: 180_000 }, async () => {
  const checkout = rollouts.find(({ number }) => number === 142)
  if (!checkout) throw new Error('the story has no RO-142')
  const short: SampleRollout = {
    ...checkout,
    stages: [{ weight: 25, minSoak: 'PT24H' }],
    steps: [
      { at: 90, who: 'maria', verb: 'create' },
      { at: 88, who: 'maria', verb: 'start' },
    ],
  }
  const told = async (seed: number) => {
    const stage = await aStage()
    await tellStory(stage.runtime, stage.house, { now: NOW, seed, moment: 'burning', story: [short], fromMin: 92 })
    const sums: Record<string, unknown> = {}
    for (const [name, query] of Object.entries(STABLE)) sums[name] = await stage.one(query)
    return { sums, incidents: await incidents(stage) }
  }
  const [first, second, other] = [await told(7), await told(7), await told(8)]
  expect(second).toEqual(first)
  expect(first.incidents).toMatchObject([{ number: 37, severity: 'SEV1' }])
  expect(other.sums['events']).not.toBe(first.sums['events'])
  expect(Object.values(first.sums).every(Boolean)).toBe(true)
})

/** INC-29 to INC-36. */
const before = ['SEV2', 'SEV1', 'SEV3', 'SEV2', 'SEV1', 'SEV4', 'SEV1', 'SEV2'].map((severity, i) => ({
  number: 29 + i,
  state: i === 5 ? 'cancelled' : 'resolved',
  severity,
}))
const ROLLED_BACK = [103, 106, 108, 110, 114, 119, 121, 127, 128, 132, 133, 134, 135, 136]

/** What was over before: every number is there, and how each of them ended. */
async function expectPast({ rows, one }: Stage): Promise<void> {
  const over = await rows(
    `select state, array_agg(number order by number) as numbers from rollout where number not in (131, 137, 139, 140, 141, 142) group by 1 order by 1`,
  )
  expect(over).toEqual([
    { state: 'abandoned', numbers: [104, 111, 115, 117, 120, 124, 138] },
    { state: 'finished', numbers: [102, 105, 107, 109, 112, 113, 116, 118, 122, 123, 125, 126, 129, 130] },
    { state: 'rolled-back', numbers: ROLLED_BACK },
  ])
  expect(await one(`select count(*) from rollout`)).toBe('41')
  expect(await one(`select array_agg(number order by number) from learning`)).toEqual(
    Array.from({ length: 17 }, (_, i) => i + 1),
  )
  expect(
    await rows(
      `select i.number, s.kind, s.state from suspect s join incident i on i.id = s.incident_id where s.by not in ('', 'Soundings') and i.number < 37 order by 1, 2`,
    ),
  ).toEqual([
    { number: 30, kind: 'rollout', state: 'confirmed' },
    { number: 31, kind: 'config', state: 'confirmed' },
    { number: 31, kind: 'rollout', state: 'ruled_out' },
    { number: 32, kind: 'rollout', state: 'confirmed' },
    { number: 33, kind: 'rollout', state: 'ruled_out' },
    { number: 35, kind: 'rollout', state: 'confirmed' },
    { number: 36, kind: 'deploy', state: 'confirmed' },
    ...[1, 2, 3, 4].map(() => ({ number: 36, kind: 'rollout', state: 'ruled_out' })),
  ])
}

test('the story of the demo says what it is said to say, at each of its moments', { timeout: 600_000 }, async () => {
  const stage = await aStage()
  const { runtime, house, rows, one } = stage
  const seen: Record<string, unknown> = {}
  await tellStory(runtime, house, {
    now: NOW,
    seed: 42,
    moment: 'after',
    told: async ({ minute }) => {
      if (minute === 40) seen['calm'] = { rollouts: await words(stage), incidents: await incidents(stage) }
      if (minute === 0) {
        seen['burning'] = { rollouts: await words(stage), incidents: await incidents(stage) }
        seen['complaints'] = await one(
          `select count(*) from feedback_item where text ilike '%card%' and cohort = 'exposed'`,
        )
      }
    },
  })
  const quiet = {
    'RO-131': 'running close-to-limit',
    'RO-137': 'holding comparison-broken',
    'RO-139': 'awaiting-approval harm-ruled-out',
    'RO-140': expect.stringMatching(/^running (too-early|safe-so-far|neutral|harm-ruled-out)$/),
    'RO-141': 'running safe-so-far',
  }
  expect(seen['calm']).toEqual({
    rollouts: { ...quiet, 'RO-142': expect.stringMatching(/^running (too-early|safe-so-far|neutral|harm-ruled-out)$/) },
    incidents: before,
  })
  expect(seen['burning']).toEqual({
    rollouts: { ...quiet, 'RO-140': 'running too-early', 'RO-142': 'paused harmful' },
    incidents: [...before, { number: 37, state: 'triage', severity: 'SEV1' }],
  })
  expect(await words(stage)).toEqual({ ...quiet, 'RO-142': 'rolled-back harmful' })
  // The deploy that came just before the impact is the likely cause; what Maria confirmed is the rollout it broke.
  const suspects = await rows(
    `select s.kind, split_part(s.title, ' ', 1) as what, s.state from suspect s join incident i on i.id = s.incident_id where i.number = 37 order by s.score desc`,
  )
  expect(suspects[0]).toEqual({ kind: 'rollout', what: 'checkout-v2', state: 'confirmed' })
  expect(suspects[1]).toEqual({ kind: 'deploy', what: 'payments-api', state: 'open' })
  expect(suspects).toContainEqual({ kind: 'external', what: 'Card', state: 'ruled_out' })
  // It burns since 32 minutes before 02:14 UTC, in strides of two minutes.
  const [impact] = await rows(
    `select doc -> 'impactRange' ->> 'from' as "from", doc -> 'impactRange' ->> 'to' as "to" from incident where number = 37`,
  )
  expect(String(impact?.['from']) >= '2026-12-17T01:30' && String(impact?.['from']) <= '2026-12-17T01:42').toBe(true)
  expect(String(impact?.['to']) >= '2026-12-17T01:42' && String(impact?.['to']) <= '2026-12-17T01:50').toBe(true)
  await expectPast(stage)
  expect(await incidents(stage)).toEqual([...before, { number: 37, state: 'resolved', severity: 'SEV1' }])

  // What a policy decided by itself, in the order in which it did, and nothing else.
  expect(
    await rows(
      `select r.number, verb, actor_name from decision d join rollout r on r.id = d.rollout_id where actor_kind = 'policy' order by d.at`,
    ),
  ).toEqual([
    { number: 128, verb: 'pause', actor_name: 'payments-guard' },
    { number: 127, verb: 'pause', actor_name: 'payments-guard' },
    { number: 127, verb: 'roll-back', actor_name: 'payments-guard' },
    { number: 142, verb: 'pause', actor_name: 'payments-guard' },
  ])
  expect(
    await rows(
      `select verb, actor_name from decision d join rollout r on r.id = d.rollout_id where r.number = 139 and verb = 'approve' order by d.seq`,
    ),
  ).toEqual([
    { verb: 'approve', actor_name: 'Ana Duarte' },
    { verb: 'approve', actor_name: 'Lea Novak' },
  ])
  const incidentRows = await rows(
    `select kind from timeline_event where incident_id is not null order by occurred_at, seq`,
  )
  const kinds = incidentRows.map(({ kind }) => kind)
  for (const kind of ['incident.opened', 'incident.acknowledged', 'update.posted', 'suspect.confirmed', 'note']) {
    expect(kinds).toContain(kind)
  }
  expect(await rows(`select title, done_at from incident_task`)).toEqual([
    { title: 'Write the review of INC-37', done_at: null },
  ])
  expect(
    await one(`select count(*) from rollout_review v join rollout r on r.id = v.rollout_id where r.number >= 139`),
  ).toBe('0')

  const propagated = await rows(
    `select r.number, title from timeline_event t join rollout r on r.id = t.rollout_id where kind = 'config.propagated' order by r.number`,
  )
  expect(propagated.map(({ number }) => number)).toEqual([...ROLLED_BACK, 142])
  expect(propagated.every(({ title }) => String(title).startsWith('20 of 20 clients confirmed'))).toBe(true)

  // What people said.
  expect(Number(seen['complaints'])).toBeGreaterThanOrEqual(10)
  expect(await one(`select count(*) from feedback_item where bucket = 'inbox'`)).toBe('38')
  expect(await one(`select min(number) from feedback_item`)).toBe(918)
  expect(await one(`select count(*) from feedback_item where not (context ->> 'sample')::boolean`)).toBe('0')
  const languages = await rows(`select distinct language from feedback_item`)
  expect(languages.map(({ language }) => language)).toEqual(expect.arrayContaining(['en', 'de', 'fr']))
  const [biggest] = await rows(
    `select number, name, n_people from cluster where name ilike '%card%' order by n_people desc limit 1`,
  )
  expect(Number(biggest?.['number'])).toBeGreaterThan(29)
  expect(
    await rows(`select occurred_at, cohort from feedback_item where number = 1042 and text ilike '%charged me twice%'`),
  ).toEqual([{ occurred_at: expect.anything(), cohort: 'exposed' }])
  expect(Number(biggest?.['n_people'])).toBeGreaterThanOrEqual(10)
  expect(await one(`select count(*) from feedback_item where text like '%4111%'`)).toBe('0')

  // The flags.
  const flags = await readFlagRows(runtime.database.db, house.workspaceId, NOW)
  const count = (state: string) => flags.filter(({ lifecycle }) => lifecycle.state === state).length
  expect(flags).toHaveLength(42)
  expect({ ready: count('ready-to-remove'), archived: count('archived'), permanent: count('permanent') }).toEqual({
    ready: 5,
    archived: 1,
    permanent: 16,
  })
  const ready = flags.filter(({ lifecycle }) => lifecycle.state === 'ready-to-remove')
  expect(ready.map(({ owner }) => owner).toSorted()).toEqual([
    'Ines Marchetti',
    'Sam Berg',
    'Sam Berg',
    'Sam Berg',
    'nobody',
  ])
  expect(flags.find(({ key }) => key === 'pay-kill')).toMatchObject({
    kind: 'kill-switch',
    lifecycle: { state: 'permanent' },
  })
  expect(flags.find(({ key }) => key === 'old-nav')?.lifecycle.why).toContain('94 days')
  expect(flags.filter(({ kind }) => kind === 'kill-switch')).toHaveLength(1)

  // Everybody who can sign in, and a chain that nobody broke.
  const roles = new Set(Object.values(house.actors).map(({ role }: Person) => role))
  expect([...roles].toSorted()).toEqual(['admin', 'approver', 'engineer', 'on-call', 'triage', 'viewer'])
  expect(await verifyAudit(runtime.database.db, house.workspaceId)).toMatchObject({ ok: true })
})
