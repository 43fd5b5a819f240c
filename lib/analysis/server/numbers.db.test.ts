import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analysisState, tickLog } from '@/drizzle/schema/analysis'
import { runCommand } from '@/lib/platform/command'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { readMeasurementPlan } from '@/lib/telemetry/server/contract'
import { createMetric } from './create-metric'
import { readCohortSeries, readMetric } from './reads'
import { replayVerdict } from './replay-decision'
import { type AnalysisHouse, anAnalysisHouse, insist } from './testing'

let house: AnalysisHouse
beforeAll(async () => {
  house = await anAnalysisHouse()
  for (const metric of METRICS) insist(await runCommand(house.runtime, createMetric, metric, house.maria))
})
afterAll(() => house.close())

const lower = { direction: 'lower', window: 'PT1M', source: { kind: 'event', event: 'load' } }
const METRICS = [
  { ...lower, key: 'load-time', aggregation: 'mean', of: 'first', unit: 'ms', harmLimit: 40 },
  { ...lower, key: 'load-p95', aggregation: 'quantile', unit: 'ms', harmLimit: { kind: 'relative', value: 0.2 } },
  {
    ...lower,
    key: 'failing',
    source: { kind: 'event', event: 'failed' },
    aggregation: 'ratio',
    per: { kind: 'event', event: 'request' },
    unit: 'requests',
    harmLimit: { kind: 'relative', value: 0.5 },
  },
]

const blank = { id: null, flag: null, variant: null, revision: null, name: null, value: null, client: null }
/** People who load a page in so many milliseconds, more or less, and whose requests sometimes fail. */
function visits(flag: string, variant: string, { who, n, ms, fail }: Crowd) {
  return (timeMs: number): IncomingRecord[] =>
    Array.from({ length: n }, (_, i): IncomingRecord[] => {
      const unit = `${who}-${i}`
      const did = (name: string, value: number | null): IncomingRecord => ({
        ...blank,
        attributes: {},
        unit,
        kind: 'track',
        name,
        value,
        timeMs: timeMs + 500,
      })
      const at = { kind: 'exposure' as const, unit, flag, variant, timeMs: timeMs + 100, attributes: {} }
      return [
        { ...blank, ...at },
        did('load', ms + ((i * 37) % 101) - 50),
        did('request', 2 + (i % 5)),
        ...(i % fail === 0 ? [did('failed', null)] : []),
      ]
    }).flat()
}
type Crowd = { who: string; n: number; ms: number; fail: number }

const DRAFT = { guardrails: [{ metric: 'load-time', critical: true }, 'load-p95', 'failing'] }
async function started(flag: string): Promise<RolloutView> {
  const rollout = await house.decide(house.maria, 'start', insist(await house.create(flag, DRAFT)))
  house.pass(1000)
  return rollout
}
async function minute(flag: string, who: string, exposed: Omit<Crowd, 'who'>, control: Omit<Crowd, 'who'>) {
  await house.send(visits(flag, 'on', { who: `${who}-t`, ...exposed }))
  await house.send(visits(flag, 'control', { who: `${who}-c`, ...control }))
  house.pass(62_000)
  await house.tick()
  house.pass(3000)
  await house.tick()
}
const usual = { ms: 400, fail: 10 }
const evidenceOf = async (id: string, key: string) => {
  const { verdict } = await house.view(id)
  const found = verdict?.metrics.find((metric) => metric.key === key)
  if (!verdict || !found) throw new Error(`no evidence on ${key}`)
  return { verdict, found }
}
const stateOf = async ({ id }: RolloutView) => {
  const [row] = await house.runtime.database.db
    .select()
    .from(analysisState)
    .where(and(eq(analysisState.workspaceId, house.workspaceId), eq(analysisState.rolloutId, id)))
  return row
}

test('definitions are kept and read as they were made', async () => {
  expect(await readMetric(house.runtime, house.maria, 'failing')).toMatchObject({
    ok: true,
    value: { aggregation: 'ratio', per: { event: 'request' }, window: 'PT1M' },
  })
})

describe('what people did before', () => {
  let rollout: RolloutView
  test('is frozen at Start: level, spread and thresholds', async () => {
    await house.send(visits('slow', 'off', { who: 'before', n: 600, ...usual }))
    house.pass(86_400_000)
    await house.send(visits('slow', 'off', { who: 'today', n: 5, ms: 9000, fail: 1 }))
    house.pass(2000)
    rollout = await started('slow')
    const row = await stateOf(rollout)
    expect(row?.config.metrics).toMatchObject([
      { baselineFrom: 'history', limit: 40, spread: { units: 600, meanD: 1 } },
      { baselineFrom: 'history', frozen: { units: 600 } },
      { baselineFrom: 'history', spread: { units: 600 } },
    ])
    const [mean, tail, ratio] = row?.config.metrics ?? []
    expect(mean?.aggregation === 'mean' && mean.centre).toBeCloseTo(400, 0)
    expect(tail?.aggregation === 'quantile' && tail.frozen?.thresholds[3]).toBeCloseTo(446, -1)
    // One in ten fails, over four requests each on average.
    expect(ratio?.aggregation === 'ratio' && ratio.slope).toBeCloseTo(0.1 / 4, 3)
  })
  test('people slower by a quarter: the policy stops it, and the verdict replays bit for bit', async () => {
    await minute('slow', 'first', { n: 150, ms: 520, fail: 10 }, { n: 450, ...usual })
    const { verdict, found } = await evidenceOf(rollout.id, 'load-time')
    expect(verdict.code).toBe('harmful')
    expect(verdict.drivers).toContain('load-time')
    expect(found).toMatchObject({ form: 'mean', exposed: { units: 150 }, baseline: { units: 450 } })
    expect(found.difference.estimate).toBeCloseTo(120, -1)
    expect(found.difference.low).toBeGreaterThan(40)
    const tail = (await evidenceOf(rollout.id, 'load-p95')).found
    expect(tail.logEm).toBeGreaterThan(2)
    expect(tail.exposed.rate).toBeGreaterThan(tail.baseline.rate ?? 0)
    const failing = (await evidenceOf(rollout.id, 'failing')).found
    expect(failing.logEm).toBeLessThan(1)
    expect(failing.baseline.rate).toBeCloseTo(0.025, 3)
    expect((await house.view(rollout.id)).state).not.toBe('running')
    const { db } = house.runtime.database
    const place = { workspaceId: house.workspaceId, rolloutId: rollout.id }
    expect(await replayVerdict(db, place, verdict)).toMatchObject({ ok: true, value: { same: true, differs: [] } })
    const series = insist(await readCohortSeries(house.runtime, house.maria, rollout.id, { metric: 'load-time' }))
    expect(series.points.at(-1)?.exposed).toBeCloseTo(520, -1)
  })
})

test('without a past the levels are learnt: from the first control people, said, and replayed', async () => {
  const rollout = await started('unknown')
  expect((await stateOf(rollout))?.config.metrics.map((own) => own.baselineFrom)).toEqual(
    DRAFT.guardrails.map(() => 'first-control'),
  )
  await minute('unknown', 'one', { n: 100, ms: 520, fail: 10 }, { n: 300, ...usual })
  expect((await evidenceOf(rollout.id, 'load-p95')).found).toMatchObject({ logEm: 0, exposed: { units: 0 } })
  await minute('unknown', 'two', { n: 100, ms: 520, fail: 10 }, { n: 300, ...usual })
  const { db } = house.runtime.database
  const place = { workspaceId: house.workspaceId, rolloutId: rollout.id }
  const changes = await db
    .select()
    .from(tickLog)
    .where(and(eq(tickLog.rolloutId, rollout.id), eq(tickLog.kind, 'config')))
  expect(changes.map(({ data }) => data.kind)).toContain('thresholds')
  const plan = await readMeasurementPlan(db, house.workspaceId, rollout.id)
  expect(plan?.plan.metrics[1]?.measure).toMatchObject({ size: 10, thresholds: expect.arrayContaining([400]) })
  await minute('unknown', 'three', { n: 150, ms: 520, fail: 10 }, { n: 450, ...usual })
  const { verdict, found } = await evidenceOf(rollout.id, 'load-p95')
  expect(found.waiting).toBeUndefined()
  expect(found.logEm).toBeGreaterThan(1)
  expect(await replayVerdict(db, place, verdict)).toMatchObject({ ok: true, value: { same: true, differs: [] } })
})
