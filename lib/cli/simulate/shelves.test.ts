import { expect, test } from 'vitest'
import { windowsOverAt } from '@/lib/telemetry/core/close-windows'
import { MemoryStore } from '@/lib/telemetry/core/memory-store'
import { type StageOf } from '@/lib/telemetry/core/model'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { totals } from '@/lib/telemetry/core/test-builders'
import { diceOf } from './dice'
import { keptMs } from './play'
import { ROWS } from './rows'
import { Shelves } from './shelves'
import { trafficOf } from './traffic'
import { configOf, looksOf, msOf, planOf, servedOf, stageAt, type World } from './world'

/** A row's world, small enough to look through all its people at every look. */
const small = (name: string): World => {
  const world = ROWS.find((row) => row.name === name)?.world
  if (!world) throw new Error(`no row ${name}`)
  const people = world.people && { ...world.people, count: 150 }
  return { ...world, people, perDay: 400, days: 2, lookMinutes: 20, delayHours: world.delayHours / 12, baseline: 0.2 }
}

test.each([
  ['no-effect-errors-50'],
  ['no-effect-conversion-50'],
  ['trap-ramp-falling'],
  ['trap-delayed'],
  ['trap-all'],
  ['trap-same-people-ramp'],
  ['latency-all'],
])('%s: many small stores count what one store counts, tick by tick', (name) => {
  const world = small(name)
  const dice = diceOf(3, name, 0)
  const plan = planOf(world, configOf(world, dice))
  const stageOf: StageOf = (_environment, _flag, revision) => servedOf(world, revision ?? 0)
  const shelves = new Shelves(plan, stageOf, keptMs(world))
  const store = new MemoryStore()
  const traffic = trafficOf(world, dice)
  let counted = 0
  for (let look = 0; look < looksOf(world); look += 1) {
    const nowMs = msOf(world, look)
    const isNewStage = look > 0 && stageAt(world, look) !== stageAt(world, look - 1)
    const arrivals = traffic.at(look)
    const throughMs = isNewStage ? nowMs : windowsOverAt(plan, 0, nowMs)
    const one: CohortDelta[] = [
      ...(throughMs === null ? [] : store.close(plan, 0, throughMs)),
      ...store
        .take(
          [plan],
          stageOf,
          arrivals.map(({ record }) => record),
        )
        .map(({ delta }) => delta),
    ]
    const many = [...shelves.close(nowMs, isNewStage), ...shelves.take(arrivals)]
    expect(totals(many)).toEqual(totals(one))
    counted += one.length
  }
  expect(counted).toBeGreaterThan(50)
})
