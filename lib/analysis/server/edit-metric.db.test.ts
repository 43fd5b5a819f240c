import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { runCommand } from '@/lib/platform/command'
import { createMetric } from './create-metric'
import { archiveMetric, editMetric, unarchiveMetric } from './edit-metric'
import { readMetricOverTime, testMetric } from './look-at-metric'
import { readMetricHistory } from './reads'
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

const crash = { source: { kind: 'event', event: 'crash' }, aggregation: 'first-event', direction: 'lower' }
const made = async (key: string, more = {}) =>
  insist(await runCommand(house.runtime, createMetric, { key, ...crash, ...more }, house.maria))
const edit = (input: Record<string, unknown>, who = house.maria) => runCommand(house.runtime, editMetric, input, who)

test('an edit says only what changes; every version is kept, with who, why and what differs', async () => {
  const first = await made('crashes', { owner: 'Ana', harmLimit: 0.01, window: null })
  const second = insist(await edit({ key: 'crashes', expectedVersion: 1, harmLimit: 0.002, note: 'It was too wide.' }))
  expect(second).toMatchObject({ version: 2, measuredSince: 1, owner: 'Ana', harmLimit: { value: 0.002 } })
  const third = insist(await edit({ key: 'crashes', expectedVersion: 2, aggregation: 'proportion', window: 'PT1H' }))
  expect(third).toMatchObject({ id: first.id, version: 3, measuredSince: 3, aggregation: 'proportion' })
  expect(insist(await readMetricHistory(house.runtime, house.olu, 'crashes'))).toMatchObject([
    { version: 3, breaks: true, by: 'Maria' },
    {
      version: 2,
      breaks: false,
      note: 'It was too wide.',
      changed: [expect.stringMatching(/^Harm limit: 1|Harm limit/)],
    },
    { version: 1, breaks: false, changed: [] },
  ])
})

test.each([
  ['a stale version', { expectedVersion: 7, owner: 'Sam' }, 'stale-version'],
  ['nothing new', { expectedVersion: 1 }, 'nothing-changed'],
  ['a form without its window', { expectedVersion: 1, aggregation: 'mean' }, 'window-needed'],
  ['a level that a rate has not', { expectedVersion: 1, level: 0.9 }, 'does-not-apply'],
])('%s is refused, and nothing changes', async (_, more, code) => {
  const key = `refused-${code}`
  await made(key)
  expect(await edit({ key, ...more })).toMatchObject({ ok: false, code })
  expect(insist(await readMetricHistory(house.runtime, house.olu, key))).toHaveLength(1)
})

test('from another workspace there is no such metric; a reader may not, and the audit knows', async () => {
  await made('guarded')
  const input = { key: 'guarded', expectedVersion: 1 }
  for (const verb of [editMetric, archiveMetric, unarchiveMetric]) {
    expect(await runCommand(stranger.runtime, verb, input, stranger.maria)).toMatchObject({ code: 'not-found' })
    expect(await runCommand(house.runtime, verb, input, house.olu)).toMatchObject({ code: 'forbidden' })
    const rows = await house.runtime.database.db
      .select({ outcome: auditEntry.outcome })
      .from(auditEntry)
      .where(and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.verb, verb.name)))
    expect(rows).toContainEqual({ outcome: 'forbidden' })
  }
})

test('two people at once: one version, the other is told', async () => {
  await made('raced')
  const outcomes = await Promise.all(['Ana', 'Sam'].map((owner) => edit({ key: 'raced', expectedVersion: 1, owner })))
  expect(outcomes.map((one) => (one.ok ? 'done' : one.code)).toSorted()).toEqual(['done', 'stale-version'])
})

test('a running rollout says that a metric was redefined, but not that its limit or owner changed', async () => {
  const guarded = insist(await house.create('guarded-flag'))
  await house.decide(house.maria, 'start', guarded)
  const judged = async () => {
    house.pass(1000)
    await house.meet('guarded-flag', { people: 100, errors: 1, bought: 10 }, { people: 300, errors: 3, bought: 30 })
    house.pass(3000)
    await house.tick()
    return (await house.view(guarded.id)).verdict
  }
  await judged()
  insist(await edit({ key: 'errors', expectedVersion: 1, owner: 'Sam', harmLimit: 0.02 }))
  expect((await judged())?.code).toBe('too-early')
  const archived = await runCommand(house.runtime, archiveMetric, { key: 'errors', expectedVersion: 2 }, house.maria)
  expect(archived).toMatchObject({ code: 'metric-in-use', message: expect.stringContaining(guarded.name) })
  insist(await edit({ key: 'errors', expectedVersion: 2, source: { kind: 'event', event: 'failure' } }))
  expect(await judged()).toMatchObject({ code: 'comparison-broken', cause: 'redefined' })
})

test('an archived metric guards no new rollout until it is brought back', async () => {
  await made('old')
  insist(await runCommand(house.runtime, archiveMetric, { key: 'old', expectedVersion: 1 }, house.maria))
  expect(await edit({ key: 'old', expectedVersion: 2, owner: 'Sam' })).toMatchObject({ code: 'metric-archived' })
  const draft = { guardrails: ['old'] }
  expect(await house.create('with-old', draft)).toMatchObject({ code: 'metric-archived', field: 'guardrails' })
  insist(await runCommand(house.runtime, unarchiveMetric, { key: 'old', expectedVersion: 2 }, house.maria))
  expect(await house.create('with-old', draft)).toMatchObject({ ok: true })
})

test('a definition is tried on what really came, and its days are read', async () => {
  const tryOn = (definition: object) =>
    testMetric(house.runtime, reader(house), { environment: 'production', definition: { key: 'tried', ...definition } })
  // Three crowds of 400 people, 4 of each to whom it happened and 40 who bought.
  const errors = insist(await tryOn({ ...crash, source: { kind: 'event', event: 'error' } }))
  expect(errors).toMatchObject({ people: 1200, had: 12, events: 12, value: 0.01, part: 1 })
  expect(errors.days.map(({ people }) => people)).toEqual([1200])
  const buy = { kind: 'event', event: 'buy' }
  const sums = { ...crash, source: buy, aggregation: 'mean', window: 'PT1H' }
  expect(insist(await tryOn(sums)).value).toBeCloseTo(0.1, 10)
  const ratio = { ...sums, aggregation: 'ratio', per: { kind: 'event', event: 'error' } }
  expect(insist(await tryOn(ratio)).value).toBeCloseTo(10, 10)
  expect(insist(await tryOn({ ...crash, source: buy, aggregation: 'quantile' })).value).toBeNull()
  const where = { ...buy, where: { attribute: 'plan', values: ['pro', 7, true] } }
  expect(insist(await tryOn({ ...crash, source: where }))).toMatchObject({ people: 1200, had: 0, value: 0 })
  expect(await tryOn({ ...crash, aggregation: 'ratio', window: 'PT1H' })).toMatchObject({ code: 'denominator-needed' })
  expect(await tryOn({ ...crash, harmLimit: -1 })).toMatchObject({ code: 'invalid-input', field: 'harmLimit' })
  const nowhere = { environment: 'nowhere', definition: { key: 'tried', ...crash } }
  expect(await testMetric(house.runtime, reader(house), nowhere)).toMatchObject({ code: 'not-found' })
})

test('thirty days of a metric, by environment of one workspace', async () => {
  const read = insist(await readMetricOverTime(house.runtime, house.olu, 'bought', 'production'))
  expect(read.days.map(({ value }) => value)).toEqual([0.1])
  expect(read).toMatchObject({ usual: null, daysPart: 1, hoursPart: 1 })
  const theirs = insist(await readMetricOverTime(stranger.runtime, stranger.olu, 'bought', 'production'))
  expect(theirs.days).toEqual([])
  expect(await readMetricOverTime(house.runtime, house.olu, 'none', 'production')).toMatchObject({ code: 'not-found' })
})

/** The house's reader as a member: who is signed in. */
function reader({ olu }: AnalysisHouse) {
  if (olu.kind === 'anonymous') throw new Error('nobody is signed in')
  return olu
}
