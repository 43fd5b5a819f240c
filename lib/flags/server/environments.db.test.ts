import { afterEach, beforeEach, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Person } from '@/lib/kernel/actor'
import { type Outcome } from '@/lib/kernel/result'
import { runCommand } from '@/lib/platform/command'
import { createEnvironment, editEnvironment, moveEnvironment } from './edit-environment'
import { findEnvironment, listEnvironments, loadSnapshot } from './environments'

let house: TestHouse
let maria: Person
beforeEach(async () => {
  house = await aHouse()
  maria = await house.member('Maria', 'admin')
})
afterEach(() => house.close())

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.value
}
const create = (key: string, actor = maria) =>
  runCommand(house.runtime, createEnvironment, { key, name: key.toUpperCase() }, actor)
const keys = async () => (await listEnvironments(house.runtime.database.db, house.workspaceId)).map(({ key }) => key)

test('a new environment is last, asks for four eyes and serves a revision', async () => {
  const { environmentId } = valueOf(await create('a'))
  valueOf(await create('b'))
  expect(await keys()).toEqual(['a', 'b'])
  expect(await create('a')).toMatchObject({ code: 'already-exists', field: 'key' })
  expect(await create('Not A Key')).toMatchObject({ code: 'invalid-input', field: 'key' })
  expect(await loadSnapshot(house.runtime.database.db, environmentId)).toMatchObject({ key: 'a', revision: 1 })
})

test('two of one key at once: one is made', async () => {
  const both = await Promise.all([create('a'), create('a')])
  expect(both.map((one) => (one.ok ? 'made' : one.code)).toSorted()).toEqual(['already-exists', 'made'])
})

test('settings are kept, an edit of an old sight is refused', async () => {
  const { environmentId } = valueOf(await create('a'))
  const edit = (input: object) => runCommand(house.runtime, editEnvironment, { environmentId, ...input }, maria)
  const weekly = {
    name: 'Weekend',
    zone: 'Europe/Berlin',
    fromDay: 5,
    fromTime: '16:00',
    untilDay: 1,
    untilTime: '08:00',
  }
  valueOf(await edit({ approvalsMin: 2, weeklyFreezes: [weekly], expectedVersion: 1 }))
  expect(await edit({ fourEyes: 'off', expectedVersion: 1 })).toMatchObject({ code: 'stale-version' })
  expect(await edit({ weeklyFreezes: [{ ...weekly, zone: 'Nowhere' }] })).toMatchObject({ code: 'invalid-input' })
  expect(await findEnvironment(house.runtime.database.db, house.workspaceId, 'a')).toMatchObject({
    approvalsMin: 2,
    fourEyes: 'demanded',
    weeklyFreezes: [weekly],
    version: 2,
  })
})

test('moving keeps all and puts one elsewhere', async () => {
  for (const key of ['a', 'b', 'c']) valueOf(await create(key))
  const c = await findEnvironment(house.runtime.database.db, house.workspaceId, 'c')
  const move = (to: number) => runCommand(house.runtime, moveEnvironment, { environmentId: c?.id, to }, maria)
  valueOf(await move(0))
  expect(await keys()).toEqual(['c', 'a', 'b'])
  valueOf(await move(99))
  expect(await keys()).toEqual(['a', 'b', 'c'])
})

test('another workspace has none of these, and an engineer may not', async () => {
  const { environmentId } = valueOf(await create('a'))
  const stranger = { ...maria, workspaceId: 'wsp_0123456789ab' } as const
  const sam = await house.member('Sam', 'engineer')
  const edit = (actor: Person) => runCommand(house.runtime, editEnvironment, { environmentId, name: 'X' }, actor)
  const move = (actor: Person) => runCommand(house.runtime, moveEnvironment, { environmentId, to: 0 }, actor)
  for (const run of [edit, move]) {
    expect(await run(stranger)).toMatchObject({ code: 'not-found' })
    expect(await run(sam)).toMatchObject({ code: 'forbidden' })
  }
  expect(await create('b', sam)).toMatchObject({ code: 'forbidden' })
})
