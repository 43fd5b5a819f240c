import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Person } from '@/lib/kernel/actor'
import { idOf } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand, type Command } from '@/lib/platform/command'
import { handler } from '@/lib/platform/events'
import { createEvaluator } from '../core/evaluator'
import { type Condition, type FlagView, type Rule } from '../core/schema'
import { archiveFlag, unarchiveFlag } from './archive-flag'
import { changeFlags } from './change-flags'
import { storeUsage } from './clients-seen'
import { createFlag } from './create-flag'
import { editFlag } from './edit-flag'
import { createSegment, deleteSegment, editSegment } from './edit-segment'
import { createEnvironment, findEnvironment, loadSnapshot } from './environments'
import { stratumOpened } from './events'
import { explainFlag } from './explain-flag'
import { readFlagDetail, readUsage } from './flag-detail'
import { readHistory } from './flag-history'
import { readFlagRows } from './flag-list'
import { storeSeen } from './flag-seen'
import { editNaming, readNaming } from './naming'
import { listSegments, readSegment } from './segment-reads'
import { publishRevision } from './publish'
import { readFlag } from './reads'
import { copyRules, restoreVersion } from './restore-version'
import { serveRollout } from './serve-rollout'
import { resumeFlag, stopFlag } from './stop-flag'

let house: TestHouse
let maria: Person
let olu: Person

/** Nobody compares cohorts here: that strata opened is heard and forgotten. */
const deaf = handler(stratumOpened, () => Promise.resolve(null))

async function aHouseWithPlaces(): Promise<TestHouse> {
  const plain = await aHouse()
  const made = { ...plain, runtime: { ...plain.runtime, handlers: [deaf] } }
  await made.runtime.database.db.transaction(async (tx) => {
    for (const [position, key] of ['staging', 'production'].entries()) {
      const input = { workspaceId: made.workspaceId, key, name: key, position, fourEyes: 'off' } as const
      const env = await createEnvironment(tx, input, made.runtime.now())
      await publishRevision(tx, { workspaceId: made.workspaceId, environmentId: env.id }, made.runtime.now())
    }
  })
  return made
}

beforeAll(async () => {
  house = await aHouseWithPlaces()
  maria = await house.member('Maria', 'admin')
  olu = await house.member('Olu', 'viewer')
})
afterAll(() => house.close())

const db = () => house.runtime.database.db
const now = () => house.runtime.now()
const run = <I, V>(verb: Command<I, V>, input: unknown, actor = maria) => runCommand(house.runtime, verb, input, actor)
async function done<I, V>(verb: Command<I, V>, input: unknown): Promise<V> {
  const outcome = await run(verb, input)
  if (!outcome.ok) throw new Error(`${verb.name}: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const aBoolean = (key: string, more: object = {}): Promise<FlagView> =>
  done(createFlag, { key, type: 'boolean', ...more })
const placeOf = async (key = 'production') => {
  const env = await findEnvironment(db(), house.workspaceId, key)
  if (!env) throw new Error(`no ${key}`)
  return env
}
async function snapshotOf(key = 'production') {
  const snapshot = await loadSnapshot(db(), (await placeOf(key)).id)
  if (!snapshot) throw new Error(`${key} was not published`)
  return snapshot
}
async function served(flag: string, context: Record<string, unknown> = { targetingKey: 'u1' }, place = 'production') {
  const evaluator = createEvaluator((await snapshotOf(place)).text)
  if (!evaluator.ok) throw new Error(evaluator.message)
  const answer = evaluator.value.evaluate(flag, context, 0)
  return answer.kind === 'value' ? answer.variant : answer.kind
}
const onFor = (when: Condition | null): Rule => ({ kind: 'serve', when, variant: 'on' })
const pro: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const serving = {
  rolloutId: 'rol_000000000001',
  stageId: 'stg_000000000001',
  salt: 's',
  exposedVariant: 'on',
  safeVariant: 'off',
  share: 100_000,
  audience: null,
} as const
const rolled: string[] = []
/** Every flag has a rollout of its own. */
const roll = async (flagKey: string, asked: Parameters<typeof serveRollout>[1]['wanted']) => {
  const { id: environmentId } = await placeOf()
  if (!rolled.includes(flagKey)) rolled.push(flagKey)
  const rolloutId = idOf('rol', 1, rolled.indexOf(flagKey))
  const wanted = asked.kind === 'rollout' ? { ...asked, serving: { ...asked.serving, rolloutId } } : asked
  await db().transaction((tx) =>
    serveRollout(tx, { workspaceId: house.workspaceId, environmentId, flagKey, wanted }, now()),
  )
}
const used = async (flagKey: string, variant: string, count: number, minutesAgo = 1) => {
  const { id: environmentId } = await placeOf()
  const minute = instant(toMs(now()) - minutesAgo * 60_000)
  const rows = [{ workspaceId: house.workspaceId, environmentId, flagKey, variant, minute, count }]
  await storeUsage(db(), rows)
  await storeSeen(db(), rows)
}

test('a stop set on the flag outlives what its rollout publishes, and remembers who set it', async () => {
  await aBoolean('hand')
  await roll('hand', { kind: 'rollout', serving })
  expect(await served('hand')).toBe('on')
  const stopped = await done(stopFlag, { key: 'hand', environment: 'production', note: 'It burns' })
  expect(stopped.environments['production']?.targeting.handStop).toMatchObject({
    variant: 'off',
    by: { name: 'Maria' },
  })
  for (const share of [50_000, 100_000]) {
    await roll('hand', { kind: 'rollout', serving: { ...serving, share } })
    expect(await served('hand')).toBe('off')
  }
  await roll('hand', { kind: 'finished', variant: 'on', audience: null })
  expect(await served('hand')).toBe('off')
  const now = await readFlag(db(), house.workspaceId, 'hand')
  expect(await run(resumeFlag, { key: 'hand', environment: 'production', expectedVersion: 1 })).toMatchObject({
    code: 'stale-version',
  })
  await done(resumeFlag, { key: 'hand', environment: 'production', expectedVersion: now?.version })
  expect(await served('hand')).toBe('on')
})

test('resuming gives back the same document, byte for byte but for its revision', async () => {
  await aBoolean('same')
  const before = (await snapshotOf()).hash
  const { version } = await done(stopFlag, { key: 'same', environment: 'production' })
  await done(resumeFlag, { key: 'same', environment: 'production', expectedVersion: version })
  expect((await snapshotOf()).hash).toBe(before)
})

test('two people stop at once: both hear yes, it is done once', async () => {
  await aBoolean('twice')
  const before = (await snapshotOf()).revision
  const input = { key: 'twice', environment: 'production' }
  const outcomes = await Promise.all([run(stopFlag, input), run(stopFlag, input)])
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true])
  expect((await snapshotOf()).revision).toBe(before + 1)
  expect(await readHistory(db(), house.workspaceId, 'twice')).toHaveLength(2)
})

const editOfGrows = (rules: Rule[]) => ({ key: 'grows', expectedVersion: 1, environments: { production: { rules } } })

test('an edit while the rollout grows is no conflict; one that changes the rollout’s rule is', async () => {
  await aBoolean('grows')
  await roll('grows', { kind: 'rollout', serving: { ...serving, share: 1000 } })
  const seen = await readFlag(db(), house.workspaceId, 'grows')
  const rules = seen?.environments['production']?.targeting.rules ?? []
  await roll('grows', { kind: 'rollout', serving: { ...serving, share: 25_000 } })
  const audience = rules.map((rule): Rule =>
    rule.kind === 'rollout' ? { ...rule, serving: { ...rule.serving, audience: pro } } : rule,
  )
  for (const wanted of [[], audience, [...rules, ...rules]]) {
    expect(await run(editFlag, editOfGrows(wanted))).toMatchObject({ code: 'rollout-rule' })
  }
  const edited = await done(editFlag, editOfGrows([{ ...onFor(pro), variant: 'off' } as Rule, ...rules]))
  expect(edited.environments['production']?.targeting.rules[1]).toMatchObject({ serving: { share: 25_000 } })
})

test('an edit publishes the environments that answer otherwise, and no other', async () => {
  await aBoolean('one-place')
  const before = [(await snapshotOf('staging')).revision, (await snapshotOf()).revision]
  const environments = { production: { rules: [onFor(pro)] } }
  await done(editFlag, { key: 'one-place', expectedVersion: 1, environments })
  await done(editFlag, { key: 'one-place', expectedVersion: 2, purpose: 'Known to people alone' })
  const after = [(await snapshotOf('staging')).revision, (await snapshotOf()).revision]
  expect(after).toEqual([before[0], (before[1] ?? 0) + 1])
})

test('archiving is refused while clients ask, by the number of calls, until its owner says no code does', async () => {
  await aBoolean('asked')
  await used('asked', 'off', 310 * 60)
  const refused = await run(archiveFlag, { key: 'asked', expectedVersion: 1 })
  expect(refused).toMatchObject({
    code: 'still-asked',
    message: "Archiving now would serve the code's fallback to 310 calls/min.",
  })
  await done(editFlag, { key: 'asked', expectedVersion: 1, removedOn: '2026-03-01' })
  const archived = await done(archiveFlag, { key: 'asked', expectedVersion: 2, note: 'Gone from the code' })
  expect(archived.version).toBe(3)
  expect(await served('asked')).toBe('error')
  expect(await readFlag(db(), house.workspaceId, 'asked')).toBeNull()
  await done(unarchiveFlag, { key: 'asked', expectedVersion: 3 })
  expect(await served('asked')).toBe('off')
})

test('a flag asked for in the last day, with a live rollout or needed by another is not archived', async () => {
  await aBoolean('rare')
  await used('rare', 'off', 1, 600)
  await aBoolean('rolling')
  await roll('rolling', { kind: 'rollout', serving })
  await aBoolean('base')
  await aBoolean('on-top', { environments: { production: { rules: [onFor({ flag: 'base', variants: ['on'] })] } } })
  const codes = []
  for (const key of ['rare', 'rolling', 'base']) {
    const outcome = await run(archiveFlag, { key, expectedVersion: 1 })
    codes.push(outcome.ok ? 'done' : outcome.code)
  }
  expect(codes).toEqual(['still-asked', 'live-rollout', 'is-prerequisite'])
})

test('a prerequisite that leads back is refused and nothing is published', async () => {
  await aBoolean('ring-a')
  await aBoolean('ring-b', { environments: { production: { rules: [onFor({ flag: 'ring-a', variants: ['on'] })] } } })
  const before = (await snapshotOf()).revision
  const environments = { production: { rules: [onFor({ flag: 'ring-b', variants: ['on'] })] } }
  expect(await run(editFlag, { key: 'ring-a', expectedVersion: 1, environments })).toMatchObject({
    code: 'prerequisite-cycle',
  })
  expect((await snapshotOf()).revision).toBe(before)
})

test('history tells fields, sentences, who and why; a version comes back without touching stops', async () => {
  await aBoolean('told')
  const environments = { production: { rules: [onFor(pro)] } }
  await done(editFlag, { key: 'told', expectedVersion: 1, environments, owner: 'Ana', note: 'For pro' })
  await done(stopFlag, { key: 'told', environment: 'production' })
  const restored = await done(restoreVersion, { key: 'told', version: 1, expectedVersion: 3, note: 'Too early' })
  expect(restored.environments['production']?.targeting).toMatchObject({
    rules: [],
    handStop: { by: { name: 'Maria' } },
  })
  const [newest, , edited, first] = await readHistory(db(), house.workspaceId, 'told')
  expect(newest).toMatchObject({ version: 4, change: 'restored', by: 'Maria', note: 'Too early' })
  expect(edited).toMatchObject({
    note: 'For pro',
    fields: [{ field: 'Owner', before: 'Maria', after: 'Ana' }],
    environments: [{ key: 'production', lines: [{ kind: 'new', text: 'If plan is pro → on' }, { kind: 'same' }] }],
    restores: { fields: [{ field: 'Owner', before: 'Maria', after: 'Ana' }] },
  })
  expect(first).toMatchObject({ change: 'created', fields: [], environments: [] })
})

test('rules are copied to another environment; its rollout keeps its rule and its place', async () => {
  await aBoolean('copied', { environments: { staging: { rules: [onFor(pro)], otherwise: 'off' } } })
  await roll('copied', { kind: 'rollout', serving })
  const view = await done(copyRules, { key: 'copied', from: 'staging', to: 'production', expectedVersion: 1 })
  expect(view.environments['production']?.targeting.rules.map(({ kind }) => kind)).toEqual(['rollout', 'serve'])
  expect(await run(copyRules, { key: 'copied', from: 'moon', to: 'production', expectedVersion: 2 })).toMatchObject({
    code: 'unknown-environment',
  })
})

test('many flags at once: each judged alone, each environment published once', async () => {
  for (const key of ['many-a', 'many-b', 'many-c']) await aBoolean(key)
  await used('many-c', 'off', 60)
  const before = (await snapshotOf()).revision
  const changed = await done(changeFlags, {
    keys: ['many-a', 'many-b', 'lost'],
    change: { kind: 'owner', owner: 'Ana' },
  })
  expect(changed).toMatchObject({ done: ['many-a', 'many-b'], refused: [{ key: 'lost', code: 'not-found' }] })
  expect((await snapshotOf()).revision).toBe(before + 1)
  const archived = await done(changeFlags, { keys: ['many-a', 'many-c'], change: { kind: 'archive' } })
  expect(archived).toMatchObject({ done: ['many-a'], refused: [{ key: 'many-c', code: 'still-asked' }] })
  expect(await run(changeFlags, { keys: ['many-c'], change: { kind: 'archive' } })).toMatchObject({
    code: 'nothing-changed',
  })
  expect(
    await run(changeFlags, { keys: ['many-b'], change: { kind: 'end', endsOn: '2027-01-01', note: '' } }),
  ).toMatchObject({
    code: 'invalid-input',
  })
})

test('a segment is named by rules, changes what they answer at once, and stays while it is named', async () => {
  await done(createSegment, { key: 'pros', name: 'Pros', rule: pro })
  await aBoolean('for-pros', { environments: { production: { rules: [onFor({ segment: 'pros' })] } } })
  expect(await served('for-pros', { plan: 'pro' })).toBe('on')
  const free: Condition = { attribute: 'plan', op: 'in', values: ['free'] }
  await done(editSegment, { key: 'pros', expectedVersion: 1, rule: free })
  expect(await served('for-pros', { plan: 'pro' })).toBe('off')
  expect(await listSegments(db(), house.workspaceId)).toMatchObject([{ key: 'pros', version: 2, usedBy: ['for-pros'] }])
  expect(await run(deleteSegment, { key: 'pros', expectedVersion: 2 })).toMatchObject({ code: 'segment-in-use' })
  expect(await run(editSegment, { key: 'pros', expectedVersion: 2, rule: { segment: 'pros' } })).toMatchObject({
    code: 'segment-cycle',
  })
  await done(editFlag, { key: 'for-pros', expectedVersion: 1, environments: { production: { rules: [] } } })
  await done(deleteSegment, { key: 'pros', expectedVersion: 2 })
  expect(await readSegment(db(), house.workspaceId, 'pros')).toBeNull()
})

test('the list has every flag with its words, and the naming rule marks those that break it', async () => {
  await aBoolean('Odd_Name', { owner: 'nobody' })
  const { version } = await readNaming(db(), house.workspaceId)
  const rule = { style: 'kebab', prefixes: [], lengthMax: 60 }
  await done(editNaming, { rule, expectedVersion: version })
  expect(await run(editNaming, { rule, expectedVersion: version })).toMatchObject({ code: 'stale-version' })
  await used('Odd_Name', 'off', 5)
  const row = (await readFlagRows(db(), house.workspaceId, now())).find(({ key }) => key === 'Odd_Name')
  expect(row).toMatchObject({
    lifecycle: { state: 'draft' },
    environments: [
      { key: 'staging', serves: 'off' },
      { key: 'production', serves: 'off' },
    ],
    seenAt: instant(toMs(now()) - 60_000),
  })
  expect(row?.namingFault).toContain('dashes')
})

test('the detail tells usage by variant, and explain names rule and bucket', async () => {
  const flag = await aBoolean('shown', { environments: { production: { rules: [onFor(pro)] } } })
  await used('shown', 'on', 7)
  await used('shown', 'off', 3)
  expect(await readFlagDetail(db(), house.workspaceId, 'shown', now())).toMatchObject({ version: 1, perMinute: 1 })
  const row = { workspaceId: house.workspaceId, key: 'shown', definition: flag }
  expect(await readUsage(db(), row, await placeOf(), now())).toMatchObject([
    { variant: 'on', count: 7 },
    { variant: 'off' },
  ])
  const ask = (input: object) =>
    explainFlag(db(), house.workspaceId, { key: 'shown', environment: 'production', ...input }, now())
  expect(await ask({ attributes: { plan: 'pro' } })).toMatchObject({
    value: { because: 'rule', index: 0, variant: 'on', rule: 'If plan is pro → on', value: true },
  })
  const split = { kind: 'split', when: null, salt: 'x', weights: [['on', 100_000]] }
  expect(await ask({ targetingKey: 'u1', draft: { rules: [split] } })).toMatchObject({
    value: { variant: 'on', bucket: expect.any(Number) },
  })
  expect(await ask({ attributes: { plan: {} } })).toMatchObject({ code: 'invalid-input' })
  expect(await ask({ environment: 'moon' })).toMatchObject({ code: 'not-found' })
})

const verbs: [Command<never, unknown>, object][] = [
  [createFlag, { key: 'new-one', type: 'boolean' }],
  [editFlag, { key: 'guarded', expectedVersion: 1 }],
  [stopFlag, { key: 'guarded', environment: 'production' }],
  [resumeFlag, { key: 'guarded', environment: 'production', expectedVersion: 1 }],
  [archiveFlag, { key: 'guarded', expectedVersion: 1 }],
  [unarchiveFlag, { key: 'guarded', expectedVersion: 1 }],
  [restoreVersion, { key: 'guarded', version: 1, expectedVersion: 1 }],
  [copyRules, { key: 'guarded', from: 'staging', to: 'production', expectedVersion: 1 }],
  [changeFlags, { keys: ['guarded'], change: { kind: 'owner', owner: 'Me' } }],
  [createSegment, { key: 'new-segment', name: 'New', rule: pro }],
  [editSegment, { key: 'guarded-people', expectedVersion: 1 }],
  [deleteSegment, { key: 'guarded-people', expectedVersion: 1 }],
  [editNaming, { rule: { style: 'any', prefixes: [], lengthMax: 50 }, expectedVersion: 0 }],
] as [Command<never, unknown>, object][] // one list of verbs with different inputs

test.each(verbs.map(([verb, input]) => [verb.name, verb, input] as const))(
  '%s: a viewer is refused, and it is in the audit',
  async (name, verb, input) => {
    expect(await run(verb, input, olu)).toMatchObject({ code: 'forbidden' })
    const rows = await db()
      .select()
      .from(auditEntry)
      .where(sql`verb = ${name} and outcome = 'forbidden'`)
    expect(rows).toHaveLength(1)
  },
)

test('what belongs to another workspace is not found by any verb that names it', async () => {
  await aBoolean('guarded')
  await done(createSegment, { key: 'guarded-people', name: 'Guarded', rule: pro })
  const stranger = await aHouseWithPlaces()
  const ana = await stranger.member('Ana', 'admin')
  for (const [verb, input] of verbs) {
    if (/create|naming/.test(verb.name)) continue
    const outcome = await runCommand(stranger.runtime, verb, input, ana)
    const code = verb.name === 'flags.change' ? 'nothing-changed' : 'not-found'
    expect({ verb: verb.name, outcome }).toMatchObject({ outcome: { code } })
  }
  await stranger.close()
})
