import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFlag } from '@/lib/flags/server/create-flag'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { findEnvironment } from '@/lib/flags/server/environments'
import { type Actor } from '@/lib/kernel/actor'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand, type Command } from '@/lib/platform/command'
import { emptyForm } from '../core/draft-form'
import { type DraftForm, type DraftView } from '../core/schema'
import { annotate, comment } from './comment'
import { discardDraft } from './discard-draft'
import { editRollout } from './edit-rollout'
import { finishDraft } from './finish-draft'
import { listRolloutRows } from './list-rows'
import {
  listDrafts,
  listLearnings,
  readDecisions,
  readDraft,
  readReview,
  readRolloutEvents,
  readRolloutView,
} from './reads'
import { saveDraft } from './save-draft'
import { aRolloutHouse, type RolloutHouse } from './testing'
import { writeReview } from './write-review'

let house: RolloutHouse
let stranger: RolloutHouse
beforeAll(async () => {
  house = await aRolloutHouse()
  stranger = await aRolloutHouse()
})
afterAll(async () => {
  await house.close()
  await stranger.close()
})

const run = <Input, Value>(verb: Command<Input, Value>, input: unknown, actor: Actor, at: RolloutHouse = house) =>
  runCommand(at.runtime, verb, input, actor)

const form = (flag: string, change: Partial<DraftForm> = {}): DraftForm => ({
  ...emptyForm(flag, 'production'),
  change: 'coupons on one page',
  effect: 'raise bookings',
  guardrails: [{ metric: 'errors', critical: true, limit: '' }],
  rollbackPlan: 'Stop exposure.',
  reversible: 'yes',
  onCall: 'Sam',
  overlapsSeen: true,
  preset: 'own',
  stages: [{ weight: '1', soakH: '0', minUnits: '', margin: '', disciplines: [] }],
  ...change,
})

async function drafted(flag: string, change: Partial<DraftForm> = {}): Promise<DraftView> {
  await run(createFlag, { key: flag, type: 'boolean' }, house.maria)
  const saved = await runCommand(house.runtime, saveDraft, { draftId: null, form: form(flag, change) }, house.maria)
  if (!saved.ok) throw new Error(saved.message)
  return saved.value
}

test('a draft is kept as it was typed, and a second tab is told that it is stale', async () => {
  const draft = await drafted('draft-kept', { effect: '', holdback: 'x' })
  expect(await readDraft(house.runtime, house.olu, draft.id)).toMatchObject({
    ok: true,
    value: { form: { holdback: 'x' } },
  })
  const save = (expectedVersion: number, holdback: string) =>
    run(saveDraft, { draftId: draft.id, expectedVersion, form: form('draft-kept', { holdback }) }, house.ana)
  expect(await save(1, '2')).toMatchObject({ ok: true, value: { version: 2, form: { holdback: '2' } } })
  expect(await save(1, '3')).toMatchObject({ ok: false, code: 'stale-version' })
  expect(await listDrafts(house.runtime, house.maria)).toMatchObject({
    value: [{ id: draft.id, form: { holdback: '2' } }],
  })
})

test('a finished draft is a rollout with its brief, and the draft is gone', async () => {
  const draft = await drafted('draft-done')
  const made = await run(finishDraft, { draftId: draft.id, expectedVersion: 1 }, house.maria)
  expect(made).toMatchObject({
    ok: true,
    value: {
      state: 'draft',
      hypothesis: 'We believe coupons on one page will raise bookings.',
      brief: { onCall: 'Sam' },
    },
  })
  expect(await readDraft(house.runtime, house.maria, draft.id)).toMatchObject({ ok: false, code: 'not-found' })
})

test('an unfinished draft says what is missing, and stays', async () => {
  const draft = await drafted('draft-half', { guardrails: [] })
  const input = { draftId: draft.id, expectedVersion: 1 }
  expect(await run(finishDraft, input, house.maria)).toMatchObject({ code: 'draft-incomplete', field: 'guardrails' })
  expect(await run(finishDraft, { ...input, expectedVersion: 0 }, house.maria)).toMatchObject({ code: 'stale-version' })
  expect((await readDraft(house.runtime, house.maria, draft.id)).ok).toBe(true)
})

test('a draft rollout is written anew through a draft of its own; not for another flag', async () => {
  const rollout = await house.create('draft-again')
  const save = (flag: string) =>
    runCommand(house.runtime, saveDraft, { draftId: null, rolloutId: rollout.id, form: form(flag) }, house.maria)
  const saved = await save('draft-again')
  if (!saved.ok) throw new Error(saved.message)
  expect(saved.value.rollout).toBe(rollout.name)
  const made = await run(finishDraft, { draftId: saved.value.id, expectedVersion: 1 }, house.maria)
  expect(made).toMatchObject({ ok: true, value: { id: rollout.id, rollbackPlan: 'Stop exposure.', version: 1 } })
  const other = await save('draft-kept')
  if (!other.ok) throw new Error(other.message)
  const refused = await run(finishDraft, { draftId: other.value.id, expectedVersion: 1 }, house.maria)
  expect(refused).toMatchObject({ ok: false, code: 'other-flag' })
})

test('what blocks keeps it from starting; a caution asks for a reason, which stays with the decision', async () => {
  const open = await house.create('ready-beside')
  const started = await house.decide(house.maria, 'start', open)
  if (!started.ok) throw new Error(started.message)
  const make = async (flag: string, change: Partial<DraftForm>) => {
    const draft = await drafted(flag, change)
    const made = await runCommand(house.runtime, finishDraft, { draftId: draft.id, expectedVersion: 1 }, house.maria)
    if (!made.ok) throw new Error(made.message)
    return made.value
  }
  const unsaid = await make('ready-unsaid', { reversible: '' })
  expect(unsaid.readiness?.find(({ key }) => key === 'reversible')).toMatchObject({ state: 'block', fix: 'safety' })
  expect(await house.decide(house.maria, 'start', unsaid)).toMatchObject({ ok: false, code: 'not-ready' })
  const alone = await make('ready-alone', { overlapsSeen: false })
  expect(await house.decide(house.maria, 'start', alone)).toMatchObject({
    ok: false,
    code: 'reason-required',
    message: expect.stringContaining(open.name),
  })
  const anyway = await house.decide(house.maria, 'start', alone, { note: 'They share no page.' })
  expect(anyway).toMatchObject({ ok: true, value: { state: 'running', readiness: null } })
  const decisions = await readDecisions(house.runtime, house.maria, alone.id)
  expect(decisions.ok && decisions.value[0]).toMatchObject({ verb: 'start', note: 'They share no page.' })
  const [kept] = await house.runtime.database.db.execute<{ n: number }>(
    sql`select jsonb_array_length(evidence -> 'readiness')::int as n from decision where rollout_id = ${alone.id}`,
  )
  expect(kept?.n).toBe(15)
})

test('an earlier rule that serves the exposed variant is named before the start, and no longer once it is gone', async () => {
  const rollout = await house.create('ready-ruled')
  const rule = { kind: 'serve', when: { attribute: 'plan', op: 'in', values: ['pro'] }, variant: 'on' }
  const edit = (rules: object[], expectedVersion: number) =>
    run(editFlag, { key: 'ready-ruled', expectedVersion, environments: { production: { rules } } }, house.maria)
  expect(await edit([rule], 1)).toMatchObject({ ok: true })
  const named = async () => {
    const view = await readRolloutView(house.runtime, house.maria, rollout.id)
    return view.ok ? view.value.readiness?.find(({ key }) => key === 'earlier-rules') : null
  }
  expect(await named()).toMatchObject({
    state: 'caution',
    value: expect.stringContaining('already serves this variant: If plan is pro → on.'),
    fix: 'flag',
  })
  expect(await house.decide(house.maria, 'start', rollout)).toMatchObject({ ok: false, code: 'reason-required' })
  expect(await edit([], 2)).toMatchObject({ ok: true })
  expect(await named()).toMatchObject({ state: 'ok', fix: null })
  expect(await house.decide(house.maria, 'start', rollout)).toMatchObject({ ok: true })
})

test('data that has gone silent keeps a rollout from starting, and data that is back lets it', async () => {
  const rollout = await house.create('ready-silent')
  const { db } = house.runtime.database
  const env = await findEnvironment(db, house.workspaceId, 'production')
  const heard = (agoMs: number) =>
    db.execute(sql`
      insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name)
      select ${house.workspaceId}, ${env?.id}, ${instant(toMs(house.runtime.now()) - agoMs)}, ${house.runtime.now()}, 'track', '\\x00', 'page.seen'`)
  await heard(5 * 60_000)
  expect(await house.decide(house.maria, 'start', rollout)).toMatchObject({
    code: 'not-ready',
    message: 'Metrics arriving: Last event 5 min ago; it must be under 2 min',
  })
  await heard(1000)
  expect(await house.decide(house.maria, 'start', rollout)).toMatchObject({ ok: true })
  await db.execute(sql`delete from telemetry_event where workspace_id = ${house.workspaceId}`)
})

test('comments and notes stand on the timeline; a note lies where it happened, never ahead', async () => {
  const rollout = await house.create('said')
  house.pass(60_000)
  const now = house.runtime.now()
  const note = (at: string) => run(annotate, { rolloutId: rollout.id, text: 'Sale began.', at }, house.maria)
  expect(await run(comment, { rolloutId: rollout.id, text: 'Looks calm.' }, house.ana)).toMatchObject({ ok: true })
  expect(await note(instant(toMs(now) - 30_000))).toMatchObject({ ok: true })
  expect(await note(instant(toMs(now) + 1000))).toMatchObject({ code: 'in-the-future' })
  expect(await note(instant(toMs(now) - 3_600_000))).toMatchObject({ code: 'before-the-rollout' })
  const events = await readRolloutEvents(house.runtime, house.olu, rollout.id)
  expect(events.ok && events.value.slice(1)).toMatchObject([
    { kind: 'note', title: 'Maria noted', note: 'Sale began.', at: instant(toMs(now) - 30_000) },
    { kind: 'comment', title: 'Ana commented', note: 'Looks calm.' },
  ])
})

const review = (expectedVersion: number, change = {}) => ({
  expected: 'More bookings.',
  observed: 'About the same.',
  learning: 'Coupons belong on the first page',
  expectedVersion,
  ...change,
})

test('the review of an ended rollout, its learning, and the search that finds it', async () => {
  const rollout = await house.create('reviewed')
  const write = (expectedVersion: number, change = {}) =>
    run(writeReview, { rolloutId: rollout.id, ...review(expectedVersion, change) }, house.maria)
  expect(await write(0)).toMatchObject({ ok: false, code: 'not-ended' })
  await house.decide(house.maria, 'abandon', rollout)
  expect(await write(0)).toMatchObject({ ok: true, value: { version: 1, learningName: 'LRN-1' } })
  expect(await write(0)).toMatchObject({ ok: false, code: 'stale-version' })
  const seen = await readRolloutView(house.runtime, house.maria, rollout.id)
  expect(seen).toMatchObject({ ok: true, value: { reviewed: true } })
  const found = async (q: string) => {
    const answer = await listLearnings(house.runtime, house.olu, { q })
    return answer.ok ? answer.value.items.map(({ claim }) => claim) : answer
  }
  expect(await found('coupons FIRST')).toEqual(['Coupons belong on the first page'])
  expect(await found('100%')).toEqual([])
  expect(await write(1, { learning: 'Coupons want a field of their own' })).toMatchObject({
    value: { learningName: 'LRN-1' },
  })
  expect(await found('coupons')).toEqual(['Coupons want a field of their own'])
  expect(await write(2, { learning: '' })).toMatchObject({ value: { learningName: null } })
  expect(await found('')).toEqual([])
  expect(await readReview(house.runtime, house.olu, rollout.name)).toMatchObject({
    value: { version: 3, author: 'Maria' },
  })
})

test('the list: open and ended apart, by operators, a page at a time', async () => {
  const mine = await house.create('list-mine')
  const gone = await house.create('list-gone')
  await house.decide(house.maria, 'abandon', gone)
  const names = async (ask: Parameters<typeof listRolloutRows>[2]) => {
    const rows = await listRolloutRows(house.runtime, house.maria, ask)
    return rows.ok ? rows.value.map(({ flag }) => flag) : rows
  }
  expect(await names({ group: 'open', q: 'list-' })).toEqual(['list-mine'])
  expect(await names({ group: 'ended', q: 'list-' })).toEqual(['list-gone'])
  expect(await names({ q: 'list- owner:me state:draft' })).toEqual(['list-mine'])
  expect(await names({ q: 'list- owner:sam' })).toEqual([])
  expect(await names({ q: `list- ${mine.name}`, limit: 1 })).toEqual(['list-mine'])
  expect(await names({ q: 'list-', before: Number(gone.name.slice(3)) })).toEqual(['list-mine'])
})

const bound =
  <Input, Value>(verb: Command<Input, Value>, input: unknown) =>
  (actor: Actor, at: RolloutHouse) =>
    run(verb, input, actor, at)

test('every command: another workspace finds nothing, a reader is forbidden, and both are in the audit', async () => {
  const draft = await drafted('standing')
  const rollout = await house.create('standing')
  const commands = {
    'rollout-draft.save': bound(saveDraft, { draftId: draft.id, expectedVersion: 1, form: form('standing') }),
    'rollout-draft.finish': bound(finishDraft, { draftId: draft.id, expectedVersion: 1 }),
    'rollout-draft.discard': bound(discardDraft, { draftId: draft.id }),
    'rollout.comment': bound(comment, { rolloutId: rollout.id, text: 'Hello.' }),
    'rollout.annotate': bound(annotate, { rolloutId: rollout.id, text: 'Here.', at: house.runtime.now() }),
    'rollout.review': bound(writeReview, { rolloutId: rollout.id, ...review(0) }),
    'rollout.edit': bound(editRollout, { rolloutId: rollout.id, expectedVersion: 0, holdback: 1 }),
  }
  for (const [name, asked] of Object.entries(commands)) {
    expect([name, await asked(stranger.maria, stranger)]).toMatchObject([name, { code: 'not-found' }])
    expect([name, await asked(house.olu, house)]).toMatchObject([name, { ok: false, code: 'forbidden' }])
    const audited = await house.runtime.database.db.execute(
      sql`select 1 from audit_entry where workspace_id = ${house.workspaceId} and verb = ${name} and outcome = 'forbidden'`,
    )
    expect([name, audited.length]).toEqual([name, 1])
  }
})

test('discarded is discarded', async () => {
  const draft = await drafted('thrown-away')
  expect(await run(discardDraft, { draftId: draft.id }, house.ana)).toMatchObject({ ok: true })
  expect(await run(discardDraft, { draftId: draft.id }, house.ana)).toMatchObject({ code: 'not-found' })
})
