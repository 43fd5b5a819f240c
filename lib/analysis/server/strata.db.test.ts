import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analysisState, verdictLog } from '@/drizzle/schema/analysis'
import { timelineEvent } from '@/drizzle/schema/governance'
import { cohortDelta } from '@/drizzle/schema/telemetry'
import { type Rule } from '@/lib/flags/core/schema'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { findEnvironment, readFlag } from '@/lib/flags/server/contract'
import { runCommand } from '@/lib/platform/command'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { replayVerdict } from './replay-decision'
import { type AnalysisHouse, anAnalysisHouse, insist } from './testing'

let house: AnalysisHouse
beforeAll(async () => {
  house = await anAnalysisHouse()
})
afterAll(() => house.close())

const FINE = [
  { people: 100, errors: 1, bought: 10 },
  { people: 300, errors: 3, bought: 30 },
] as const
const db = () => house.runtime.database.db
const enterprise: Rule = {
  kind: 'serve',
  when: { attribute: 'plan', op: 'in', values: ['enterprise'] },
  variant: 'off',
}

async function started(flag: string): Promise<RolloutView> {
  const draft = insist(await house.create(flag))
  const rollout = await house.decide(house.maria, 'start', draft)
  house.pass(2000)
  return rollout
}

async function second(flag: string, met: Parameters<AnalysisHouse['meet']>[3] = {}): Promise<void> {
  await house.meet(flag, ...FINE, met)
  house.pass(3000)
  await house.tick()
}

/** Puts rules in front of the rollout's, or takes them away. */
async function inFront(flag: string, rules: readonly Rule[]): Promise<void> {
  const view = await readFlag(db(), house.workspaceId, flag)
  const live = view?.environments['production']?.targeting.rules.filter(({ kind }) => kind === 'rollout') ?? []
  const input = {
    key: flag,
    expectedVersion: view?.version,
    environments: { production: { rules: [...rules, ...live] } },
  }
  insist(await runCommand(house.runtime, editFlag, input, house.maria))
  house.pass(2000)
}

const revision = async () => (await findEnvironment(db(), house.workspaceId, 'production'))?.revision ?? 0
const ofRollout = ({ id }: RolloutView) => eq(cohortDelta.rolloutId, id)
/** People who entered, by what their evidence is kept under. */
async function entered(rollout: RolloutView): Promise<Record<string, number>> {
  const rows = await db()
    .select({ stage: cohortDelta.stageId, people: sql<number>`sum(${cohortDelta.nEnter})::int` })
    .from(cohortDelta)
    .where(ofRollout(rollout))
    .groupBy(cohortDelta.stageId)
    .orderBy(sql`min(${cohortDelta.seq})`)
  return Object.fromEntries(rows.map(({ stage, people }) => [stage, people]))
}
const told = (rollout: RolloutView) =>
  db()
    .select({ title: timelineEvent.title })
    .from(timelineEvent)
    .where(and(eq(timelineEvent.rolloutId, rollout.id), eq(timelineEvent.kind, 'rollout.stratum_opened')))

describe('who comes to a live rollout changes', () => {
  test('evidence from before and after is kept, compared and shown apart', async () => {
    const rollout = await started('cohort')
    await second('cohort')
    await second('cohort')
    const before = await revision()
    expect((await house.view(rollout.id)).verdict).toMatchObject({ unitsExposed: 200, unitsBaseline: 600 })
    await inFront('cohort', [enterprise])
    expect(await told(rollout)).toEqual([{ title: 'Maria changed who comes into the comparison of cohort' }])
    await second('cohort')
    const [first = '', next = ''] = Object.keys(await entered(rollout))
    expect(await entered(rollout)).toEqual({ [first]: 800, [next]: 400 })
    // What is read of the present stage begins anew: nobody from before is in it, though they have it still.
    expect(await house.view(rollout.id)).toMatchObject({
      verdict: { unitsExposed: 100, unitsBaseline: 300, peopleMet: 200 },
      peopleExposed: 200,
    })
    // A client that still runs the earlier revision tells of the earlier cohort, however late it comes.
    await second('cohort', { revision: before })
    expect(await entered(rollout)).toEqual({ [first]: 1200, [next]: 400 })
    expect((await house.view(rollout.id)).verdict).toMatchObject({ unitsExposed: 100, unitsBaseline: 300 })
    const [state] = await db().select().from(analysisState).where(eq(analysisState.rolloutId, rollout.id))
    const logged = await db().select().from(verdictLog).where(eq(verdictLog.rolloutId, rollout.id))
    const place = { workspaceId: house.workspaceId, rolloutId: rollout.id }
    for (const { verdict } of logged) {
      expect(insist(await replayVerdict(db(), place, verdict))).toMatchObject({ same: true })
    }
    expect(state?.state.engine.stage).toMatchObject({ id: next, position: 0 })
  })

  test('people from before who stay eligible bring no second coin into the new stratum', async () => {
    const rollout = await started('returning')
    await second('returning', { who: 'same' })
    await inFront('returning', [enterprise])
    await second('returning', { who: 'same' })
    const [, next = ''] = Object.keys(await entered(rollout))
    const rows = await db()
      .select({ coin: cohortDelta.coin })
      .from(cohortDelta)
      .where(and(ofRollout(rollout), eq(cohortDelta.stageId, next as `stg_${string}`), sql`${cohortDelta.nEnter} > 0`))
    expect(new Set(rows.map(({ coin }) => coin))).toEqual(new Set([-1]))
  })

  test('harm in a later stratum is acted upon, and the stage after it is one of its own', async () => {
    const rollout = await started('harmed')
    await second('harmed')
    await inFront('harmed', [enterprise])
    await second('harmed')
    await house.decide(house.maria, 'advance', rollout, { note: 'Go on.' })
    house.pass(2000)
    await second('harmed')
    expect(Object.values(await entered(rollout))).toEqual([400, 400, 400])
    for (let i = 0; i < 4; i += 1) {
      await house.meet('harmed', { people: 100, errors: 25 }, { people: 100, errors: 1 })
      house.pass(3000)
      await house.tick()
    }
    expect(await house.view(rollout.id)).toMatchObject({ state: 'rolling-back', verdict: { code: 'harmful' } })
  })

  test('rules that change behind a stop open the stratum when people come back', async () => {
    const rollout = await started('stopped')
    await second('stopped')
    await house.decide(house.maria, 'stop', rollout)
    await inFront('stopped', [enterprise])
    expect(await told(rollout)).toEqual([])
    await house.decide(house.maria, 'undo', rollout)
    house.pass(2000)
    await second('stopped')
    expect(Object.values(await entered(rollout))).toEqual([400, 400])
    expect(await told(rollout)).toHaveLength(1)
    expect((await house.view(rollout.id)).verdict).toMatchObject({ unitsExposed: 100 })
  })

  test('a stop that is undone opens none', async () => {
    const rollout = await started('same-people')
    await second('same-people')
    await house.decide(house.maria, 'stop', rollout)
    await house.decide(house.maria, 'undo', rollout)
    house.pass(2000)
    await second('same-people')
    expect(Object.values(await entered(rollout))).toEqual([800])
    expect(await told(rollout)).toEqual([])
  })
})
