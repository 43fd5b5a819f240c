import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFlag } from '@/lib/flags/server/create-flag'
import { findEnvironment } from '@/lib/flags/server/environments'
import { stopFlag } from '@/lib/flags/server/stop-flag'
import { type Member } from '@/lib/kernel/actor'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { emptyForm } from '@/lib/rollouts/core/draft-form'
import { type DraftForm } from '@/lib/rollouts/core/schema'
import { readDraft } from '@/lib/rollouts/server/reads'
import { saveDraft } from '@/lib/rollouts/server/save-draft'
import { aRolloutHouse, type RolloutHouse } from '@/lib/rollouts/server/testing'
import { previewDraft } from './preview-draft'

let house: RolloutHouse
beforeAll(async () => {
  house = await aRolloutHouse()
})
afterAll(() => house.close())
beforeEach(() => db().execute(sql`delete from telemetry_event`))

const db = () => house.runtime.database.db
const DAY_MS = 86_400_000

/** People of a plan who met a flag some days ago, each once. */
async function met(flag: string, daysAgo: number, plan: string, from: number, to: number): Promise<void> {
  const env = await findEnvironment(db(), house.workspaceId, 'production')
  await db().execute(sql`
    insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name, variant, attributes)
    select ${house.workspaceId}, ${env?.id}, at, at, 'exposure', decode(md5(i::text), 'hex'), ${flag}, 'off', jsonb_build_object('plan', ${plan}::text)
    from generate_series(${from}::int, ${to}::int) as i,
      (select ${instant(toMs(house.runtime.now()) - daysAgo * DAY_MS)}::timestamptz as at) as moment`)
}

const rule = (plan: string) => ({ kind: 'serve', when: { attribute: 'plan', op: 'in', values: [plan] }, variant: 'on' })

async function previewOf(flag: string, change: Partial<DraftForm> = {}) {
  const form = { ...emptyForm(flag, 'production'), ...change }
  const saved = await runCommand(house.runtime, saveDraft, { draftId: null, form }, house.maria)
  if (!saved.ok) throw new Error(saved.message)
  const draft = await readDraft(house.runtime, house.maria, saved.value.id)
  if (!draft.ok) throw new Error(draft.message)
  return previewDraft(house.runtime, house.maria as Member, draft.value) // Maria is one
}

test('people of the last days go through earlier rules, the audience and the stages', async () => {
  const environments = { production: { rules: [rule('pro')] } }
  await runCommand(house.runtime, createFlag, { key: 'seen', type: 'boolean', environments }, house.maria)
  await met('seen', 1, 'pro', 1, 100)
  await met('seen', 1, 'free', 101, 400)
  await met('seen', 3, 'free', 101, 300)
  await met('seen', 40, 'free', 1000, 9000)
  const told = await previewOf('seen', { audience: 'attribute', attribute: 'plan', attributeValues: 'free, team' })
  expect(told).toMatchObject({
    known: true,
    of: 'flag',
    days: 2,
    asked: 30,
    usual: 300,
    least: 200,
    most: 400,
    comes: 225,
    earlier: [{ line: 'If plan is pro → on', people: 75 }],
    outside: 0,
    unknown: [],
  })
  if (!told.known) throw new Error(told.why)
  expect(told.stages[0]).toEqual({ weight: 1, exposed: 2, baseline: 223 })
})

test('a flag that nobody has met is told from people who met others, and what records do not carry is named', async () => {
  await runCommand(house.runtime, createFlag, { key: 'fresh', type: 'boolean' }, house.maria)
  await met('another', 2, 'free', 1, 50)
  const told = await previewOf('fresh', { audience: 'attribute', attribute: 'region', attributeValues: 'EU' })
  expect(told).toMatchObject({ known: true, of: 'any-flag', usual: 50, comes: 0, outside: 50, unknown: ['region'] })
})

async function why(flag: string, change?: Partial<DraftForm>): Promise<string | null> {
  const told = await previewOf(flag, change)
  return told.known ? null : told.why
}

test('what cannot be told says why', async () => {
  await runCommand(house.runtime, createFlag, { key: 'quiet', type: 'boolean' }, house.maria)
  expect(await why('quiet')).toContain('No exposure record arrived here in the last 30 days')
  expect(await why('no-such-flag')).toBe('Choose flag and environment first.')
  const stages = [{ weight: 'half', soakH: '1', minUnits: '', margin: '', disciplines: [] }]
  expect(await why('quiet', { stages })).toBe('A stage has no share that could be counted yet.')
  const variants = { on: true, off: false, dark: true }
  const made = { key: 'three', type: 'boolean', variants }
  await runCommand(house.runtime, createFlag, made, house.maria)
  await met('three', 1, 'free', 1, 5)
  expect(await why('three')).toBe('Say first which variant people are to get.')
  expect(await why('three', { audience: 'segment', segment: 'gone', exposedVariant: 'dark' })).toContain('gone')
  await runCommand(house.runtime, stopFlag, { key: 'three', environment: 'production' }, house.maria)
  expect(await why('three', { exposedVariant: 'dark' })).toContain('stopped')
})
