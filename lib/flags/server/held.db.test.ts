import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { environment } from '@/drizzle/schema/flags'
import { auditEntry } from '@/drizzle/schema/platform'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Actor, type Person } from '@/lib/kernel/actor'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand, type Command } from '@/lib/platform/command'
import { type ChangeRequestView } from '../core/change-request'
import { type Condition, type FlagView, type Rule } from '../core/schema'
import { approveChange, declineChange, withdrawChange } from './answer-change'
import { archiveFlag, unarchiveFlag } from './archive-flag'
import { changeFlags } from './change-flags'
import { listChangeRequests, readChangeRequest } from './change-rows'
import { createFlag } from './create-flag'
import { editFlag } from './edit-flag'
import { createSegment, editSegment } from './edit-segment'
import { createEnvironment, loadSnapshot } from './environments'
import { readHistory } from './flag-history'
import { publishRevision } from './publish'
import { readFlag } from './reads'
import { requestChange } from './request-change'
import { copyRules, restoreVersion } from './restore-version'
import { resumeFlag, stopFlag } from './stop-flag'

let house: TestHouse
let maria: Person
let ana: Person
let sam: Person
let olu: Person
const ids: Record<string, `env_${string}`> = {}

beforeAll(async () => {
  house = await aHouse()
  ;[maria, ana, sam, olu] = [
    await house.member('Maria', 'admin'),
    await house.member('Ana', 'approver'),
    await house.member('Sam', 'approver'),
    await house.member('Olu', 'viewer'),
  ]
  await db().transaction(async (tx) => {
    for (const [position, key] of ['staging', 'production'].entries()) {
      const input = { workspaceId: house.workspaceId, key, name: key, position, fourEyes: 'demanded' } as const
      const env = await createEnvironment(tx, input, now())
      ids[key] = env.id
      await publishRevision(tx, { workspaceId: house.workspaceId, environmentId: env.id }, now())
    }
  })
})
afterAll(() => house.close())

const db = () => house.runtime.database.db
const now = () => house.runtime.now()
const later = (ms: number) => instant(toMs(now()) + ms)
const run = <I, V>(verb: Command<I, V>, input: unknown, actor: Actor = maria) =>
  runCommand(house.runtime, verb, input, actor)
async function done<I, V>(verb: Command<I, V>, input: unknown, actor: Actor = maria): Promise<V> {
  const outcome = await run(verb, input, actor)
  if (!outcome.ok) throw new Error(`${verb.name}: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}
const set = (values: Partial<typeof environment.$inferInsert>) =>
  db()
    .update(environment)
    .set(values)
    .where(eq(environment.id, ids['production'] ?? 'env_'))
const free = () => set({ freezes: [], approvalsMin: 0, fourEyes: 'demanded' })
const freeze = () => set({ freezes: [{ name: 'Sale', from: later(-1000), until: later(3_600_000) }] })
const aBoolean = (key: string, more: object = {}): Promise<FlagView> =>
  done(createFlag, { key, type: 'boolean', ...more })
const versionOf = async (key: string) => (await readFlag(db(), house.workspaceId, key))?.version
const pro: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const onFor = (when: Condition | null): Rule => ({ kind: 'serve', when, variant: 'on' })
const inProduction = (rules: Rule[]) => ({ environments: { production: { rules } } })
const hash = async () => (await loadSnapshot(db(), ids['production'] ?? 'env_'))?.hash

/** Every verb that changes what production serves, on a flag that is made ready for it. */
const ways: [string, Command<never, unknown>, (key: string) => Promise<object>][] = [
  [
    'edit',
    editFlag,
    async (key) => ({ key, expectedVersion: (await aBoolean(key)).version, ...inProduction([onFor(pro)]) }),
  ],
  [
    'edit',
    editFlag,
    async (key) => ({
      key,
      expectedVersion: (await aBoolean(key)).version,
      variants: { on: true, off: false, dark: true },
      environments: { production: { otherwise: 'dark' } },
    }),
  ],
  [
    'resume',
    resumeFlag,
    async (key) => {
      await aBoolean(key, inProduction([onFor(null)]))
      const { version } = await done(stopFlag, { key, environment: 'production' })
      return { key, environment: 'production', expectedVersion: version }
    },
  ],
  [
    'restore-version',
    restoreVersion,
    async (key) => {
      await aBoolean(key)
      const { version } = await done(editFlag, { key, expectedVersion: 1, ...inProduction([onFor(pro)]) })
      return { key, version: 1, expectedVersion: version }
    },
  ],
  [
    'copy-rules',
    copyRules,
    async (key) => {
      const { version } = await aBoolean(key, { environments: { staging: { rules: [onFor(pro)] } } })
      return { key, from: 'staging', to: 'production', expectedVersion: version }
    },
  ],
  [
    'unarchive',
    unarchiveFlag,
    async (key) => {
      await aBoolean(key, inProduction([onFor(pro)]))
      return { key, expectedVersion: (await done(archiveFlag, { key, expectedVersion: 1 })).version }
    },
  ],
  [
    'edit-segment',
    editSegment,
    async (key) => {
      await done(createSegment, { key: `inner-${key}`, name: 'Inner', rule: pro })
      await done(createSegment, { key: `outer-${key}`, name: 'Outer', rule: { segment: `inner-${key}` } })
      await aBoolean(key, inProduction([onFor({ segment: `outer-${key}` })]))
      const rule: Condition = { attribute: 'plan', op: 'in', values: ['free'] }
      return { key: `inner-${key}`, expectedVersion: 1, rule }
    },
  ],
] as [string, Command<never, unknown>, (key: string) => Promise<object>][] // verbs with different inputs

describe('a freeze holds what production serves', () => {
  test.each(ways.map(([kind, verb, ready], i) => [`${kind} ${i}`, verb, ready] as const))(
    '%s',
    async (name, verb, ready) => {
      await free()
      const input = await ready(`frozen-${name.replace(' ', '-')}`)
      await freeze()
      const before = await hash()
      expect(await run(verb, input)).toMatchObject({
        code: 'frozen',
        message: 'production is frozen until 11:00 UTC',
        remedy: 'Sale ends then; Stop exposure is always open',
      })
      expect(await hash()).toBe(before)
      await free()
      expect(await run(verb, input)).toMatchObject({ ok: true })
      expect(await hash()).not.toBe(before)
    },
  )

  test('a stop, an archive, other environments and what nobody is served by go on', async () => {
    await free()
    await aBoolean('goes-on', inProduction([onFor(pro)]))
    await aBoolean('goes-away')
    await freeze()
    const edit = { key: 'goes-on', expectedVersion: 1, purpose: 'Why', owner: 'Ana', endsOn: '2027-01-01' }
    await done(editFlag, edit)
    await done(editFlag, { key: 'goes-on', expectedVersion: 2, variants: { on: true, off: false, unused: true } })
    await done(editFlag, { key: 'goes-on', expectedVersion: 3, environments: { staging: { rules: [onFor(pro)] } } })
    await done(stopFlag, { key: 'goes-on', environment: 'production' })
    await done(changeFlags, { keys: ['goes-on'], change: { kind: 'tag', tag: 'sale' } })
    await done(archiveFlag, { key: 'goes-away', expectedVersion: 1 })
    await done(createFlag, { key: 'made-in-a-freeze', type: 'boolean' })
    const rules = inProduction([onFor(pro)])
    expect(await run(createFlag, { key: 'not-made', type: 'boolean', ...rules })).toMatchObject({ code: 'frozen' })
    expect(await readFlag(db(), house.workspaceId, 'not-made')).toBeNull()
  })

  test('a window that is over or to come holds nothing; of two the later end is told', async () => {
    await aBoolean('windows')
    await set({
      freezes: [
        { name: 'Past', from: later(-5000), until: later(-1000) },
        { name: 'Next', from: later(1000), until: later(5000) },
      ],
    })
    await done(editFlag, { key: 'windows', expectedVersion: 1, ...inProduction([onFor(pro)]) })
    await set({
      freezes: [
        { name: 'Long', from: later(-5000), until: later(7_200_000) },
        { name: 'Short', from: later(-1000), until: later(1000) },
      ],
    })
    expect(await run(editFlag, { key: 'windows', expectedVersion: 2, ...inProduction([]) })).toMatchObject({
      message: 'production is frozen until 12:00 UTC',
    })
    await free()
  })
})

const asked = async (key: string, actor: Actor = maria): Promise<ChangeRequestView> => {
  const input = { key, expectedVersion: await versionOf(key), note: 'For pro.', ...inProduction([onFor(pro)]) }
  return done(requestChange, { change: { kind: 'edit', input } }, actor)
}

describe('approvals hold what production serves', () => {
  test.each(ways.map(([kind, verb, ready], i) => [`${kind} ${i}`, kind, verb, ready] as const))(
    '%s waits, and is carried out as asked by the last sign-off',
    async (name, kind, verb, ready) => {
      await free()
      const input = await ready(`held-${name.replace(' ', '-')}`)
      await set({ approvalsMin: 2 })
      const before = await hash()
      expect(await run(verb, input)).toMatchObject({
        code: 'approval-needed',
        message: 'production asks for 2 approvals before what it serves changes',
        remedy: 'Request approval',
      })
      const request = await done(requestChange, { change: { kind, input } })
      expect(request).toMatchObject({ state: 'waiting', kind, needed: 2, environments: [{ key: 'production' }] })
      const changes = [...request.told.fields, ...request.told.environments]
      expect(changes.length > 0 || kind === 'unarchive').toBe(true)
      expect(await done(approveChange, { requestId: request.id }, ana)).toMatchObject({ state: 'waiting' })
      expect(await hash()).toBe(before)
      expect(await done(approveChange, { requestId: request.id }, sam)).toMatchObject({
        state: 'done',
        answeredBy: 'Sam',
        signatures: [{ name: 'Ana' }, { name: 'Sam' }],
      })
      expect(await hash()).not.toBe(before)
    },
  )

  test('history names who asked, why, and who signed', async () => {
    await free()
    await aBoolean('named')
    await set({ approvalsMin: 1 })
    const { id, told } = await asked('named')
    expect(told.environments).toMatchObject([
      { key: 'production', lines: [{ kind: 'new', text: 'If plan is pro → on' }, { kind: 'same' }] },
    ])
    await done(approveChange, { requestId: id }, ana)
    const [newest] = await readHistory(db(), house.workspaceId, 'named')
    expect(newest).toMatchObject({ version: 2, by: 'Maria', note: 'For pro. Approved by Ana' })
    const [audit] = await db()
      .select()
      .from(auditEntry)
      .where(sql`verb = 'flag.approve-change' and outcome = 'done' and object_id = ${id}`)
    expect(audit).toMatchObject({ actorName: 'Ana' })
  })

  test('who asked may not sign where four eyes are demanded, and may where they are not', async () => {
    await free()
    await aBoolean('own')
    await set({ approvalsMin: 1 })
    const { id } = await asked('own')
    expect(await run(approveChange, { requestId: id })).toMatchObject({ code: 'self-approval' })
    const program = {
      kind: 'service',
      id: 'key_000000000001',
      workspaceId: house.workspaceId,
      name: 'CI',
      role: 'admin',
    } as const
    expect(await run(approveChange, { requestId: id }, program)).toMatchObject({ code: 'forbidden' })
    await set({ fourEyes: 'off' })
    expect(await run(approveChange, { requestId: id })).toMatchObject({ value: { state: 'done' } })
  })

  test('an edit meanwhile makes it outdated, a freeze holds the last sign-off, and nobody signs twice', async () => {
    await free()
    await aBoolean('moving')
    await set({ approvalsMin: 2 })
    const [old, fresh] = [await asked('moving'), await asked('moving')]
    await done(approveChange, { requestId: fresh.id }, ana)
    expect(await run(approveChange, { requestId: fresh.id }, ana)).toMatchObject({ code: 'already-approved' })
    await freeze()
    expect(await run(approveChange, { requestId: fresh.id }, sam)).toMatchObject({ code: 'frozen' })
    await set({ freezes: [] })
    await done(approveChange, { requestId: fresh.id }, sam)
    expect(await readChangeRequest(db(), house.workspaceId, old.id)).toMatchObject({ state: 'outdated' })
    expect(await run(approveChange, { requestId: old.id }, sam)).toMatchObject({ code: 'not-waiting' })
  })

  test('a no has a reason; only who asked withdraws; what is answered stays so', async () => {
    await free()
    await aBoolean('answered')
    await set({ approvalsMin: 1 })
    const [one, two] = [await asked('answered'), await asked('answered')]
    expect(await run(declineChange, { requestId: one.id, reason: '' }, ana)).toMatchObject({ code: 'invalid-input' })
    await done(declineChange, { requestId: one.id, reason: 'Not before the sale' }, ana)
    expect(await run(withdrawChange, { requestId: two.id }, ana)).toMatchObject({ code: 'not-yours' })
    await done(withdrawChange, { requestId: two.id })
    for (const { id } of [one, two]) {
      expect(await run(approveChange, { requestId: id }, sam)).toMatchObject({ code: 'not-waiting' })
      expect(await run(declineChange, { requestId: id, reason: 'No' }, sam)).toMatchObject({ code: 'not-waiting' })
    }
    const subject = { kind: 'flag', key: 'answered' } as const
    const states = (await listChangeRequests(db(), house.workspaceId, { subject })).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['declined', 'withdrawn'])
  })

  test('two people who sign last at once: it is carried out once', async () => {
    await free()
    await aBoolean('at-once')
    await set({ approvalsMin: 1 })
    const { id } = await asked('at-once')
    const outcomes = await Promise.all([ana, sam].map((who) => run(approveChange, { requestId: id }, who)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await versionOf('at-once')).toBe(2)
  })

  test('nothing is asked where nobody asks for approval, and not without end', async () => {
    await free()
    await aBoolean('plenty')
    const change = { kind: 'edit', input: { key: 'plenty', expectedVersion: 1, ...inProduction([onFor(pro)]) } }
    expect(await run(requestChange, { change })).toMatchObject({ code: 'no-approval-needed' })
    await set({ approvalsMin: 1 })
    for (let i = 0; i < 20; i += 1) await asked('plenty')
    expect(await run(requestChange, { change })).toMatchObject({ code: 'too-many' })
    await free()
  })

  test('a viewer is refused and audited, and another workspace knows nothing of it', async () => {
    await free()
    await aBoolean('guarded')
    await set({ approvalsMin: 1 })
    const { id } = await asked('guarded')
    const change = { kind: 'edit', input: { key: 'guarded', expectedVersion: 1 } }
    const verbs: [Command<never, unknown>, object][] = [
      [requestChange, { change }],
      [approveChange, { requestId: id }],
      [declineChange, { requestId: id, reason: 'No' }],
      [withdrawChange, { requestId: id }],
    ] as [Command<never, unknown>, object][] // verbs with different inputs
    const stranger = await aHouse()
    const admin = await stranger.member('Zoe', 'admin')
    for (const [verb, input] of verbs) {
      expect(await run(verb, input, olu)).toMatchObject({ code: 'forbidden' })
      const rows = await db()
        .select()
        .from(auditEntry)
        .where(sql`verb = ${verb.name} and outcome = 'forbidden' and actor_name = 'Olu'`)
      expect(rows).toHaveLength(1)
      expect(await runCommand(stranger.runtime, verb, input, admin)).toMatchObject({ code: 'not-found' })
    }
    await stranger.close()
    await free()
  })
})
