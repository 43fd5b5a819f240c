import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cohortDelta } from '@/drizzle/schema/telemetry'
import { insist } from '@/lib/analysis/server/testing'
import { listEnvironments } from '@/lib/flags/server/contract'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { aVerdict } from '@/lib/rollouts/core/a-rollout'
import { recordVerdict } from '@/lib/rollouts/server/contract'
import { readRolloutEvents } from '@/lib/rollouts/server/reads'
import { putMeasurementPlan } from '@/lib/telemetry/server/contract'
import { takeDeployments } from '@/lib/telemetry/server/take-deployments'
import { readIncidentView } from './reads'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { readIncidentTimeline } from './timeline-reads'

const MINUTE_MS = 60_000
const system = (house: IncidentHouse) =>
  ({ kind: 'system', id: 'system', workspaceId: house.workspaceId, name: 'CI' }) as const

/** A rollout that harms its people, an hour of its cohort, and a deployment five minutes before the impact began. */
async function aScene(house: IncidentHouse, flag: string, failuresAfter: number) {
  const { runtime, workspaceId, environmentId } = house
  const { db } = runtime.database
  const rollout = insist(await house.decide(house.maria, 'start', await house.create(flag)))
  const rolloutId = rollout.id
  const metrics = [
    {
      metricId: 'met_000000000001' as const,
      key: 'payment_errors',
      version: 1,
      aggregation: 'first-event' as const,
      event: 'payment_failed',
      where: null,
      atLeast: null,
      windowMs: null,
    },
  ]
  const its = { rolloutId, environmentId, flagKey: flag, version: 1, exposedVariant: 'on' }
  const plan = { ...its, baselineVariant: 'control' as const, metrics }
  await db.transaction((tx) => putMeasurementPlan(tx, workspaceId, plan, runtime.now()))
  house.pass(90 * MINUTE_MS)
  const deployedAt = instant(toMs(runtime.now()) - 30 * MINUTE_MS)
  const cohort = (at: Instant, entered: number, failed: number) => ({
    workspaceId,
    rolloutId,
    stageId: rollout.stages[0]?.id ?? 'stg_000000000001',
    share: 25_000,
    coin: 25_000,
    arm: 'control' as const,
    arrivedAt: at,
    nEnter: entered,
    nCrossed: 0,
    riskEnter: [entered],
    riskExit: [failed],
    firstEvents: [failed],
    booked: [0],
    bookedYes: [0],
    events: [failed],
    lagMsSum: 0,
    lagCount: 0,
  })
  const minute = (n: number) => instant(toMs(deployedAt) + n * MINUTE_MS)
  await db
    .insert(cohortDelta)
    .values([
      cohort(minute(-30), 20_000, 0),
      ...Array.from({ length: 30 }, (_, i) => cohort(minute(-29.5 + i), 0, 1)),
      ...Array.from({ length: 29 }, (_, i) => cohort(minute(0.5 + i), 0, failuresAfter)),
    ])
  const report = { service: 'payments-api', environment: 'production', version: '1.44', provider: 'api', commits: [] }
  const told = (status: string, ms: number) => ({ ...report, id: flag, actor: 'CI', status, time: ms })
  const reports = [told('started', toMs(minute(-3))), told('finished', toMs(deployedAt))]
  for (const one of reports) {
    const input = { reports: [{ index: 0, report: one }] }
    insist(await runCommand(runtime, takeDeployments(listEnvironments), input, system(house)))
  }
  await db.transaction((tx) =>
    recordVerdict(
      { tx, actor: system(house), now: runtime.now(), requestId: 'test', emit: () => Promise.resolve(null) },
      rolloutId,
      aVerdict('harmful', { since: minute(5), at: minute(5) }),
    ),
  )
  const impactStartedAt = minute(5)
  return house.open({ environment: 'production', service: 'payments-api', rollout: rollout.name, impactStartedAt })
}

describe('a deployment as a suspect', () => {
  let house: IncidentHouse
  beforeAll(async () => {
    house = await anIncidentHouse()
  })
  afterAll(() => house.close())
  const suspectsOf = async (id: string) =>
    insist(await readIncidentView(house.runtime, house.maria, id)).suspects.map(({ kind, title, reasons }) => {
      return { kind, title, reasons: reasons.join(' ') }
    })

  test('only exposed people are worse: deploy × flag, once, however many rows it has', async () => {
    const incident = await aScene(house, 'checkout', 1)
    const suspects = await suspectsOf(incident.id)
    const deploys = suspects.filter(({ kind }) => kind === 'deploy')
    expect(deploys).toMatchObject([{ title: 'payments-api 1.44 to Production by CI' }])
    const flag = suspects.find(({ kind, title }) => kind === 'rollout' && title.startsWith('checkout'))
    expect(flag?.reasons).toContain('stopping exposure ends it, the deploy stays a suspect')
    expect(deploys[0]?.reasons).toContain('if it harms, then together with a flag')
  })

  test('people without the flag got worse at it too: the deploy needs no flag', async () => {
    house.pass(24 * 60 * MINUTE_MS)
    const incident = await aScene(house, 'fares', 6)
    const suspects = await suspectsOf(incident.id)
    const deploy = suspects.find(({ kind }) => kind === 'deploy')
    expect(deploy?.reasons).toContain('People without the new version got worse at it too')
    const flag = suspects.find(({ kind, title }) => kind === 'rollout' && title.startsWith('fares'))
    expect(flag?.reasons).not.toContain('the deploy stays a suspect')
  })

  test('it stands on the incident’s timeline, and on the rail of its rollout as one arrow', async () => {
    const incident = await aScene(house, 'seats', 1)
    const rows = insist(await readIncidentTimeline(house.runtime, house.maria, incident.id, {})).items
    const told = rows.filter(({ kind }) => kind.startsWith('deploy.'))
    expect(told.slice(0, 2).map(({ kind, mark, title }) => [kind, mark, title])).toEqual([
      ['deploy.finished', '↑', 'payments-api 1.44 to Production by CI'],
      ['deploy.started', '↑', 'payments-api 1.44 on its way to Production by CI'],
    ])
    const [{ name } = { name: '' }] = insist(await readIncidentView(house.runtime, house.maria, incident.id)).rollouts
    const events = insist(await readRolloutEvents(house.runtime, house.olu, name))
    expect(events.filter(({ kind }) => kind.startsWith('deploy.'))).toMatchObject([
      { kind: 'deploy.finished', title: 'payments-api 1.44 to Production by CI' },
    ])
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted())
  })
})
