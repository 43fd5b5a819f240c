import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { declaredVerbs } from '@/lib/architecture/declarations'
import { readHouse } from '@/lib/architecture/read-house'
import { TRIAGE_VERBS } from '@/lib/feedback/core/schema'
import { readsWell } from '@/lib/governance/core/audit-verbs'
import { actorMay, anonymous, type Actor, type Person } from '@/lib/kernel/actor'
import { Role } from '@/lib/kernel/permissions'
import { type Outcome } from '@/lib/kernel/result'
import { VERBS } from '@/lib/rollouts/core/schema'
import { type CommandRow } from './testing/command-row'
import { deploymentCommands } from './testing/commands-deployments'
import { peopleCommands, vouched } from './testing/commands-people'
import { productCommands } from './testing/commands-product'
import { responseCommands } from './testing/commands-response'
import { aWorld, strangers, type World } from './testing/world'

const rows: readonly CommandRow[] = [...productCommands, ...responseCommands, ...deploymentCommands, ...peopleCommands]

let world: World
let elsewhere: Readonly<Record<Role, Person>>
beforeAll(async () => {
  world = await aWorld()
  elsewhere = await strangers(world.runtime)
})
afterAll(() => world.close())

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.code)
const run = async (row: CommandRow, actor: Actor) => codeOf(await row.run(world.runtime, row.input(world), actor))
const inTurn = async <T, R>(list: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> => {
  const all: R[] = []
  for (const one of list) all.push(await act(one))
  return all
}

/** A person of each role, a program, and a policy: it may take exposure away, and little else. */
function actorsHere(): Actor[] {
  const { workspaceId, policy, admin } = world
  const program = { kind: 'service', id: 'key_000000000001', workspaceId, name: 'A program' } as const
  const of = (role: Role): Actor[] => [
    { ...admin, role },
    { ...program, role },
  ]
  return [...Role.options.flatMap(of), policy]
}

test('the table has every command that is declared, and no other', () => {
  const written: Readonly<Record<string, readonly string[]>> = {
    'rollout.${verb}': VERBS.map((verb) => `rollout.${verb}`),
    'feedback.${verb}': TRIAGE_VERBS.map((verb) => `feedback.${verb}`),
  }
  const source = readHouse().filter(({ path, isTest }) => !isTest && path !== 'lib/platform/command.ts')
  const declared = source.flatMap(({ path, text }) => declaredVerbs(path, text).verbs)
  const names = declared.flatMap(({ name }) => written[name] ?? [name])
  expect(names.length).toBeGreaterThan(100)
  expect([...rows.map(({ name }) => name), ...vouched].toSorted()).toEqual(names.toSorted())
  expect(
    names.filter((name) => !readsWell(name)),
    'verbs the audit cannot say',
  ).toEqual([])
})

describe('every command', () => {
  test('refuses every role that lacks its permission, and writes that down', async () => {
    const before = await everything()
    const wrong: string[] = []
    let asked = 0
    for (const row of rows) {
      const lacking = actorsHere().filter((actor) => !actorMay(actor, row.permission))
      if (lacking.length === 0) wrong.push(`${row.name}: nobody lacks ${row.permission}`)
      for (const actor of lacking) {
        const [earlier] = await audited()
        const code = await run(row, actor)
        const [last] = await audited()
        asked += 1
        const isWritten = last?.seq !== earlier?.seq && last?.verb === row.name && last.outcome === 'forbidden'
        if (code !== 'forbidden' || !isWritten) wrong.push(`${row.name} by ${actor.name}: ${code}, ${last?.verb}`)
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(rows.length)
    // The sums that the next claim rests on do see a row that is new.
    expect(await everything()).not.toEqual(before)
  })

  test('knows nobody who is not signed in', async () => {
    const codes = await inTurn(rows, async (row) => [row.name, await run(row, anonymous)])
    expect(codes.filter(([, code]) => code !== 'not-signed-in')).toEqual([])
  })

  test('finds nothing of this workspace for somebody fit from another one, and changes nothing', async () => {
    const before = await everything()
    const wrong: string[] = []
    for (const row of rows) {
      for (const stranger of Role.options.map((role) => elsewhere[role])) {
        if (!actorMay(stranger, row.permission)) continue
        const code = await run(row, stranger)
        const isRight =
          row.elsewhere === 'own' ? code !== 'forbidden' && code !== 'invalid-input' : code === row.elsewhere
        if (!isRight) wrong.push(`${row.name} by ${stranger.role}: ${code}, not ${row.elsewhere}`)
      }
    }
    expect(wrong).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test('is asked here for something that it can answer: what the others were refused was no accident', async () => {
    const answers = await inTurn(rows, async (row) => [row.name, await takenBack(row)])
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(rows.map(({ name, here }) => [name, here])))
  })
})

const audited = () =>
  world.runtime.database.db
    .select()
    .from(auditEntry)
    .orderBy(sql`${auditEntry.seq} desc`)
    .limit(1)

/** A sum over the rows of each table that belong to this workspace. */
async function everything(): Promise<Record<string, string>> {
  const { db } = world.runtime.database
  const tables = await db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`)
  const sums = await inTurn([...tables], async ({ name }) => {
    const [row] = await db.execute<{ sum: string }>(sql`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
      from ${sql.identifier(name)} t where workspace_id = ${world.workspaceId}`)
    return [name, row?.sum ?? '']
  })
  expect(sums.length).toBeGreaterThan(30)
  return Object.fromEntries(sums)
}

/** Runs it by an admin and takes it back, so that the next one finds the world as it was. */
async function takenBack(row: CommandRow): Promise<string> {
  const { runtime, admin } = world
  let code = ''
  const rollback = new Error('taken back')
  await runtime.database.db
    .transaction(async (db) => {
      const inside = { ...runtime, database: { ...runtime.database, db: db as unknown as typeof runtime.database.db } } // a transaction begins others, as savepoints
      code = codeOf(await row.run(inside, row.input(world), admin))
      throw rollback
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error
    })
  return code
}
