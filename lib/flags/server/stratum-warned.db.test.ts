import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Person } from '@/lib/kernel/actor'
import { type EnvironmentId, type RolloutId } from '@/lib/kernel/id'
import { runCommand, type Command } from '@/lib/platform/command'
import { handler } from '@/lib/platform/events'
import { type Condition, type Rule } from '../core/schema'
import { createFlag } from './create-flag'
import { editFlag } from './edit-flag'
import { createSegment, editSegment } from './edit-segment'
import { createEnvironment } from './environments'
import { stratumOpened } from './events'
import { readHistory } from './flag-history'
import { restoreVersion } from './restore-version'
import { rolloutsDecided } from './segment-reads'
import { serveRollout } from './serve-rollout'

// What is warned of before an edit is what happens after it: the same strata open.

let house: TestHouse
let maria: Person
let environmentId: EnvironmentId
const opened: string[] = []

beforeAll(async () => {
  const plain = await aHouse()
  const heard = handler(stratumOpened, (_, stratum) => {
    if (stratum) opened.push(stratum.flagKey)
    return Promise.resolve(null)
  })
  house = { ...plain, runtime: { ...plain.runtime, handlers: [heard] } }
  maria = await house.member('Maria', 'admin')
  const input = { workspaceId: house.workspaceId, key: 'production', name: 'Production', position: 0 } as const
  const made = await db().transaction((tx) => createEnvironment(tx, { ...input, fourEyes: 'off' }, now()))
  environmentId = made.id
})
afterAll(() => house.close())

const db = () => house.runtime.database.db
const now = () => house.runtime.now()
async function done<I, V>(verb: Command<I, V>, input: unknown): Promise<V> {
  const outcome = await runCommand(house.runtime, verb, input, maria)
  if (!outcome.ok) throw new Error(`${verb.name}: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const plan = (value: string): Condition => ({ attribute: 'plan', op: 'in', values: [value] })
const onFor = (when: Condition): Rule => ({ kind: 'serve', when, variant: 'on' })
const inProduction = (rules: Rule[]) => ({ environments: { production: { rules } } })

async function roll(flagKey: string, rolloutId: RolloutId): Promise<void> {
  const serving = {
    rolloutId,
    stageId: 'stg_000000000001',
    salt: 's',
    exposedVariant: 'on',
    safeVariant: 'off',
    share: 25_000,
    audience: null,
  } as const
  const wanted = { kind: 'rollout', serving } as const
  await db().transaction((tx) =>
    serveRollout(tx, { workspaceId: house.workspaceId, environmentId, flagKey, wanted }, now()),
  )
}

test('restoring rules that take other people away warns, and opens a stratum; restoring a purpose does neither', async () => {
  await done(createFlag, { key: 'restored', type: 'boolean', ...inProduction([onFor(plan('pro'))]) })
  await done(editFlag, { key: 'restored', expectedVersion: 1, ...inProduction([onFor(plan('free'))]) })
  await roll('restored', 'rol_000000000001')
  await done(editFlag, { key: 'restored', expectedVersion: 2, purpose: 'Pay faster' })
  const [, second, first] = await readHistory(db(), house.workspaceId, 'restored')
  expect(first?.restores.environments).toMatchObject([{ key: 'production', opensStratum: true }])
  expect(second?.restores.environments).toEqual([])
  opened.length = 0
  await done(restoreVersion, { key: 'restored', version: 2, expectedVersion: 3 })
  expect(opened).toEqual([])
  await done(restoreVersion, { key: 'restored', version: 1, expectedVersion: 4 })
  expect(opened).toEqual(['restored'])
})

test('a segment names the live rollouts whose people it decides, and an edit of it opens their strata', async () => {
  await done(createSegment, { key: 'inner', name: 'Inner', rule: plan('pro') })
  await done(createSegment, { key: 'outer', name: 'Outer', rule: { segment: 'inner' } })
  await done(createSegment, { key: 'behind', name: 'Behind', rule: plan('free') })
  await done(createFlag, { key: 'base', type: 'boolean', ...inProduction([onFor({ segment: 'outer' })]) })
  const needs = onFor({ flag: 'base', variants: ['on'] })
  await done(createFlag, { key: 'segmented', type: 'boolean', ...inProduction([needs]) })
  await done(createFlag, { key: 'still', type: 'boolean', ...inProduction([onFor({ segment: 'behind' })]) })
  await roll('segmented', 'rol_000000000002')
  const decided = await rolloutsDecided(db(), house.workspaceId)
  expect([...decided]).toEqual([
    ['outer', ['rol_000000000002']],
    ['inner', ['rol_000000000002']],
  ])
  opened.length = 0
  await done(editSegment, { key: 'inner', expectedVersion: 1, rule: plan('team') })
  expect(opened).toEqual(['segmented'])
  await done(editSegment, { key: 'behind', expectedVersion: 1, rule: plan('team') })
  expect(opened).toEqual(['segmented'])
})
