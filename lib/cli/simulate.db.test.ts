import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, startEngine } from '@/lib/analysis/core/stage'
import { step } from '@/lib/analysis/core/step'
import { instant } from '@/lib/kernel/time'
import { type StageOf } from '@/lib/telemetry/core/model'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { totals } from '@/lib/telemetry/core/test-builders'
import { closeDueWindows, putMeasurementPlan, readDeltas } from '@/lib/telemetry/server/contract'
import { openDoors, type TestDoors } from '@/lib/telemetry/server/testing'
import { diceOf } from './simulate/dice'
import { keptMs } from './simulate/play'
import { ROWS } from './simulate/rows'
import { Shelves } from './simulate/shelves'
import { type Arrival, trafficOf } from './simulate/traffic'
import {
  arrivalMs,
  configOf,
  FLAG,
  looksOf,
  msOf,
  openingOf,
  planOf,
  ROLLOUT,
  servedOf,
  stageAt,
  type World,
} from './simulate/world'

let world: World
const stageOf: StageOf = (_environment, flag, revision) =>
  flag === FLAG && revision !== null ? servedOf(world, revision) : null
let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors({ lookup: { load: async () => stageOf, armOf: () => null } })
  // Things arrive when they happen, in the simulation and in this workspace.
  await doors.runtime.database.sql`update workspace set clock = 'simulated'`
})
afterAll(() => doors.close())

const sent = ({ record }: Arrival): object => {
  const { unit, timeMs } = record
  const time = instant(timeMs)
  if (record.kind === 'track') return { type: 'track', unit, time, name: record.name, value: record.value }
  return { type: 'exposure', unit, time, flag: record.flag, variant: record.variant, revision: record.revision }
}

/** One tick through HTTP and Postgres: windows closed, arrivals sent, and the deltas that they left. */
async function throughTheDoor(look: number, arrivals: readonly Arrival[], isNewStage: boolean, after: string) {
  const { sql, db } = doors.runtime.database
  const { workspaceId } = doors.house
  const now = instant(msOf(world, look))
  await closeDueWindows(sql, workspaceId, ROLLOUT, now, isNewStage ? now : null)
  const answer = arrivals.length > 0 ? await doors.send({ events: arrivals.map(sent) }) : { status: 200 }
  expect(answer.status).toBe(200)
  return readDeltas(db, workspaceId, ROLLOUT, { after })
}

const SMALL = { perDay: 150, days: 2, lookMinutes: 240, baseline: 0.2, effect: 1.5 }

test.each(['at-limit-ramp', 'trap-ramp-falling', 'trap-delayed', 'trap-all', 'latency-all'])(
  '%s: four repetitions through HTTP and Postgres leave the deltas and the evidence of the simulation',
  async (name) => {
    const row = ROWS.find((one) => one.name === name)
    if (!row) throw new Error(`no row ${name}`)
    const people = row.world.people && { ...row.world.people, count: 100 }
    world = { ...row.world, ...SMALL, people, delayHours: row.world.delayHours / 3 }
    const { db, sql } = doors.runtime.database
    const { workspaceId } = doors.house
    for (let repetition = 0; repetition < 4; repetition += 1) {
      const dice = diceOf(11, name, repetition)
      const config = configOf(world, dice)
      const plan = planOf(world, config)
      await sql`truncate telemetry_event, ingest_seen, unit_stage, unit_metric, cohort_delta, window_cursor`
      await sql`delete from measurement_plan where rollout_id = ${ROLLOUT}`
      await db.transaction((tx) => putMeasurementPlan(tx, workspaceId, plan, instant(msOf(world, 0))))
      const traffic = trafficOf(world, dice)
      const shelves = new Shelves(plan, stageOf, keptMs(world))
      let simulated = startEngine(config, openingOf(world, 0, instant(msOf(world, 0))))
      let real = simulated
      let position = ''
      for (let look = 0; look < looksOf(world); look += 1) {
        const isNewStage = look > 0 && stageAt(world, look) !== stageAt(world, look - 1)
        const opening = openingOf(world, stageAt(world, look), instant(msOf(world, look)))
        const arrivals = traffic.at(look)
        const ours: CohortDelta[] = [...shelves.close(msOf(world, look), isNewStage), ...shelves.take(arrivals)]
        const stored = await throughTheDoor(look, arrivals, isNewStage, position)
        const theirs = stored.map(({ delta }) => delta)
        position = stored.at(-1)?.position ?? position
        expect(totals(theirs)).toEqual(totals(ours))
        const at = instant(arrivalMs(world, look))
        const [before, beforeReal] = isNewStage
          ? [openStage(simulated, config, opening), openStage(real, config, opening)]
          : [simulated, real]
        simulated = step(before, ours, at, config)
        real = step(beforeReal, theirs, at, config)
      }
      expect(real.latched).toEqual(simulated.latched)
      expect(real.metrics.map(({ e0, em }) => [e0.logE, em?.logE])).toEqual(
        simulated.metrics.map(({ e0, em }) => [e0.logE, em?.logE]),
      )
      expect(real.metrics[0]?.e0.logE).not.toBe(0)
    }
  },
)
