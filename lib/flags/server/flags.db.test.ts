import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Actor } from '@/lib/kernel/actor'
import { instant } from '@/lib/kernel/time'
import { verifyAudit } from '@/lib/platform/audit'
import { runCommand } from '@/lib/platform/command'
import { createEvaluator } from '../core/evaluator'
import { createFlag } from './create-flag'
import { editFlag } from './edit-flag'
import { createEnvironment, findEnvironment, loadSnapshot } from './environments'
import { publishRevision } from './publish'
import { readFlag } from './reads'
import { serveRollout } from './serve-rollout'

let house: TestHouse
let maria: Actor
let olu: Actor
const now = instant(Date.parse('2026-03-05T10:00:00.000Z'))

beforeAll(async () => {
  house = await aHouse()
  maria = await house.member('Maria', 'engineer')
  olu = await house.member('Olu', 'viewer')
  await house.runtime.database.db.transaction(async (tx) => {
    const input = {
      workspaceId: house.workspaceId,
      key: 'production',
      name: 'Production',
      position: 0,
      fourEyes: 'demanded',
    } as const
    const env = await createEnvironment(tx, input, now)
    await publishRevision(tx, { workspaceId: house.workspaceId, environmentId: env.id }, now)
  })
})
afterAll(() => house.close())

const production = async () => {
  const { db } = house.runtime.database
  const env = await findEnvironment(db, house.workspaceId, 'production')
  const snapshot = env && (await loadSnapshot(db, env.id))
  if (!env || !snapshot) throw new Error('production has no snapshot')
  const evaluator = createEvaluator(snapshot.text)
  if (!evaluator.ok) throw new Error(evaluator.message)
  return { env, snapshot, evaluator: evaluator.value }
}

test('a new flag is published with the next revision and serves its safe variant', async () => {
  const before = await production()
  const created = await runCommand(
    house.runtime,
    createFlag,
    { key: 'banner', type: 'boolean', purpose: 'Say hello' },
    maria,
  )
  expect(created).toMatchObject({
    ok: true,
    value: { key: 'banner', version: 1, defaultVariant: 'off', owner: 'Maria' },
  })
  const after = await production()
  expect(after.snapshot.revision).toBe(before.snapshot.revision + 1)
  expect(after.evaluator.evaluate('banner', { targetingKey: 'u1' }, 0)).toMatchObject({
    kind: 'value',
    value: false,
    reason: 'STATIC',
  })
})

test('an edit publishes its rules, keeps a version, and refuses whoever comes second', async () => {
  await runCommand(house.runtime, createFlag, { key: 'edited', type: 'boolean' }, maria)
  const rules = [{ kind: 'serve', when: { attribute: 'plan', op: 'in', values: ['pro'] }, variant: 'on' }]
  const edit = { key: 'edited', expectedVersion: 1, environments: { production: { rules } } }
  const outcomes = await Promise.all([edit, edit].map((input) => runCommand(house.runtime, editFlag, input, maria)))
  expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.code)).toSorted()).toEqual(['done', 'stale-version'])
  const { evaluator } = await production()
  expect(evaluator.evaluate('edited', { targetingKey: 'u1', plan: 'pro' }, 0)).toMatchObject({
    value: true,
    reason: 'TARGETING_MATCH',
  })
})

test.each([
  ['a key that is taken', { key: 'twice', type: 'boolean' }, 'already-exists'],
  ['variants of two types', { key: 'mixed', type: 'boolean', variants: { on: true, off: 'no' } }, 'variant-type'],
  ['an unknown environment', { key: 'lost', type: 'boolean', environments: { moon: {} } }, 'unknown-environment'],
  ['a key with spaces', { key: 'no spaces', type: 'boolean' }, 'invalid-input'],
])('%s is refused and nothing is published', async (_, input, code) => {
  await runCommand(house.runtime, createFlag, { key: 'twice', type: 'boolean' }, maria)
  const before = (await production()).snapshot.revision
  const outcome = await runCommand(house.runtime, createFlag, input, maria)
  expect(outcome).toMatchObject({ ok: false, code })
  expect((await production()).snapshot.revision).toBe(before)
})

test('another workspace sees no flag, a viewer may not make one, and both are in the audit', async () => {
  await runCommand(house.runtime, createFlag, { key: 'ours', type: 'boolean' }, maria)
  const stranger = await aHouse()
  const ana = await stranger.member('Ana', 'admin')
  expect(await runCommand(stranger.runtime, editFlag, { key: 'ours', expectedVersion: 1 }, ana)).toMatchObject({
    code: 'not-found',
  })
  await stranger.close()
  expect(await runCommand(house.runtime, createFlag, { key: 'mine', type: 'boolean' }, olu)).toMatchObject({
    code: 'forbidden',
  })
  expect(await readFlag(house.runtime.database.db, house.workspaceId, 'mine')).toBeNull()
  expect(await verifyAudit(house.runtime.database.db, house.workspaceId)).toMatchObject({ ok: true })
})

test('a stop serves the safe variant to all, and undoing it gives the same document hash', async () => {
  await runCommand(house.runtime, createFlag, { key: 'rolled', type: 'boolean' }, maria)
  const { env } = await production()
  const serving = {
    rolloutId: 'rol_000000000001',
    stageId: 'stg_000000000001',
    salt: 's',
    exposedVariant: 'on',
    safeVariant: 'off',
    share: 100_000,
    audience: null,
  } as const
  const serve = (wanted: Parameters<typeof serveRollout>[1]['wanted']) =>
    house.runtime.database.db.transaction((tx) =>
      serveRollout(tx, { workspaceId: house.workspaceId, environmentId: env.id, flagKey: 'rolled', wanted }, now),
    )
  const first = await serve({ kind: 'rollout', serving })
  expect((await production()).evaluator.evaluate('rolled', { targetingKey: 'u1' }, 0)).toMatchObject({ value: true })
  const stopped = await serve({ kind: 'stopped', safeVariant: 'off' })
  expect((await production()).evaluator.evaluate('rolled', { targetingKey: 'u1' }, 0)).toMatchObject({
    value: false,
    variant: 'off',
  })
  const undone = await serve({ kind: 'rollout', serving })
  if (!first.ok || !stopped.ok || !undone.ok) throw new Error('publishing was refused')
  expect(undone.value.hash).toBe(first.value.hash)
  expect(stopped.value.hash).not.toBe(first.value.hash)
  expect(undone.value.revision).toBe(first.value.revision + 2)
})
