import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timelineEvent } from '@/drizzle/schema/governance'
import { incidentMail, incidentMilestone, incidentState } from '@/drizzle/schema/incidents'
import { auditEntry } from '@/drizzle/schema/platform'
import { insist } from '@/lib/analysis/server/testing'
import { aHouse } from '@/lib/governance/server/testing'
import { runCommand } from '@/lib/platform/command'
import { rolloutVerbs } from '@/lib/rollouts/server/contract'
import { type IncidentView, type TimelinePage } from '../core/schema'
import { handler } from '@/lib/platform/events'
import { rolloutSaved } from '@/lib/rollouts/server/contract'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { openAfterHalt } from './after-halt'
import { openIncident } from './open-incident'
import { listIncidentRows, readIncidentView } from './reads'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { exportIncident, readIncidentTimeline } from './timeline-reads'
import { incidentVerbs, type IncidentWord } from './verbs'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

const view = async (id: string): Promise<IncidentView> => insist(await readIncidentView(house.runtime, house.maria, id))
const rows = async (id: string, filter: 'all' | 'everything' = 'everything') =>
  insist(await readIncidentTimeline(house.runtime, house.maria, id, { filter }))
const audits = (verb: string) =>
  house.runtime.database.db
    .select({ outcome: auditEntry.outcome, actor: auditEntry.actorName })
    .from(auditEntry)
    .where(and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.verb, verb)))

async function live(flag: string) {
  const draft = await house.create(flag)
  return insist(await house.decide(house.maria, 'start', draft))
}
const byPolicy = (verb: 'pause' | 'stop' | 'roll-back', rolloutId: string) =>
  runCommand(house.runtime, rolloutVerbs[verb], { rolloutId, note: 'errors over the limit for 10 min' }, house.policy)

describe('a policy halts a rollout', () => {
  test('an incident opens in triage with its evidence, in the same transaction', async () => {
    const rollout = await live('checkout')
    insist(await byPolicy('pause', rollout.id))
    const [row] = insist(await listIncidentRows(house.runtime, house.maria, { open: true }))
    expect(row).toMatchObject({ state: 'triage', suspect: 'checkout (RO-1, 1%)' })
    const incident = await view(row?.id ?? '')
    expect(incident).toMatchObject({
      origin: 'gate',
      severity: 'SEV2',
      rollouts: [{ name: rollout.name }],
      summary: `payments-guard paused ${rollout.name}: errors over the limit for 10 min`,
      cause: { rolloutId: rollout.id, flag: 'checkout', stop: { enabled: true } },
    })
    expect((await rows(incident.id)).items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['incident.opened', 'rollout.paused', 'rollout.started']),
    )
  })

  test('what the policy does next joins it instead of opening another', async () => {
    const before = insist(await listIncidentRows(house.runtime, house.maria))
    insist(await byPolicy('roll-back', (await view('INC-1')).rollouts[0]?.id ?? ''))
    expect(insist(await listIncidentRows(house.runtime, house.maria))).toHaveLength(before.length)
    expect(await view('INC-1')).toMatchObject({ cause: { state: 'rolling-back', stopped: { by: 'payments-guard' } } })
  })

  test('flapping: halted again within 15 minutes the same one opens again, later another that names it', async () => {
    const rollout = await live('flapping')
    const newest = async () => view(insist(await listIncidentRows(house.runtime, house.maria))[0]?.id ?? '')
    const haltAgain = async () => {
      const { version } = insist(await readRolloutView(house.runtime, house.maria, rollout.id))
      insist(await house.decide(house.maria, 'resume', { ...rollout, version }, { note: 'Fixed, we think.' }))
      insist(await byPolicy('pause', rollout.id))
    }
    insist(await byPolicy('pause', rollout.id))
    const first = await newest()
    insist(await house.act(house.maria, 'state', first, { to: 'resolved' }))
    house.pass(14 * 60_000)
    await haltAgain()
    expect(await newest()).toMatchObject({ id: first.id, state: 'investigating', resolvedAt: null })
    insist(await house.act(house.maria, 'state', first, { to: 'resolved' }))
    house.pass(16 * 60_000)
    await haltAgain()
    expect(await newest()).toMatchObject({ state: 'triage', follows: { name: first.name } })
    expect((await newest()).id).not.toBe(first.id)
  })

  test('a person’s pause opens none', async () => {
    const before = insist(await listIncidentRows(house.runtime, house.maria)).length
    const rollout = await live('quiet')
    insist(await house.decide(house.maria, 'pause', rollout))
    expect(insist(await listIncidentRows(house.runtime, house.maria))).toHaveLength(before)
  })

  test('the halt stands when its incident cannot be written, and a job writes it later', async () => {
    const rollout = await live('unlucky')
    const broken = { ...house.runtime, now: house.runtime.now }
    const { sql } = broken.database
    await sql`alter table incident add constraint no_more check (number < 0) not valid`
    const halted = await runCommand(broken, rolloutVerbs.pause, { rolloutId: rollout.id }, house.policy)
    await sql`alter table incident drop constraint no_more`
    expect(halted).toMatchObject({ ok: true, value: { state: 'paused' } })
    const job = (await house.jobs('incident.after-halt')).find(({ payload }) => payload['rolloutId'] === rollout.id)
    await openAfterHalt(house.runtime, job?.payload as unknown as Parameters<typeof openAfterHalt>[1])
    const [newest] = insist(await listIncidentRows(house.runtime, house.maria))
    expect((await view(newest?.id ?? '')).rollouts).toMatchObject([{ name: rollout.name }])
    await openAfterHalt(house.runtime, job?.payload as unknown as Parameters<typeof openAfterHalt>[1])
    expect(insist(await listIncidentRows(house.runtime, house.maria))[0]?.id).toBe(newest?.id)
  })
})

describe('work on an incident', () => {
  test('two leads at once: one leads, the other is told', async () => {
    const incident = await house.open()
    const both = await Promise.all(
      [house.sam, house.yusuf].map((who) => house.act(who, 'assign', incident, { role: 'lead' })),
    )
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ code: 'lead-taken' })
    expect(await audits('incident.assign')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'done' }),
        expect.objectContaining({ outcome: 'lead-taken' }),
      ]),
    )
  })

  test('states and milestones keep their history', async () => {
    const incident = await house.open()
    house.pass(60_000)
    insist(await house.act(house.maria, 'state', incident, { to: 'resolved' }))
    insist(await house.act(house.maria, 'state', incident, { to: 'investigating', reason: 'it is back' }))
    const { db } = house.runtime.database
    const states = await db
      .select()
      .from(incidentState)
      .where(eq(incidentState.incidentId, incident.id))
      .orderBy(incidentState.seq)
    expect(states.map(({ state }) => state)).toEqual(['investigating', 'resolved', 'investigating'])
    const milestones = await db.select().from(incidentMilestone).where(eq(incidentMilestone.incidentId, incident.id))
    expect(milestones.filter(({ kind }) => kind === 'resolved').map(({ at }) => at === null)).toEqual([false, true])
    expect(await view(incident.id)).toMatchObject({ state: 'investigating', resolvedAt: null })
  })

  test('of two people who judged the same version the second is told', async () => {
    const incident = await house.open()
    const resolve = { to: 'resolved', expectedVersion: incident.version }
    const both = await Promise.all([house.sam, house.maria].map((who) => house.act(who, 'state', incident, resolve)))
    const codes = both.map((outcome) => (outcome.ok ? 'done' : outcome.code))
    expect(codes.filter((code) => code === 'done')).not.toHaveLength(0)
    expect(
      await house.act(house.yusuf, 'severity', incident, { severity: 'SEV1', expectedVersion: incident.version }),
    ).toMatchObject({
      code: 'stale-version',
    })
  })

  test('merge moves rows by reference, un-merge restores', async () => {
    const [one, other] = [await house.open({ title: 'One' }), await house.open({ title: 'Other' })]
    insist(await house.act(house.maria, 'notes', one, { body: 'from one' }))
    expect(await house.act(house.maria, 'merge', one, { into: other.name })).toMatchObject({ code: 'forbidden' })
    insist(await house.act(house.sam, 'merge', one, { into: other.name }))
    expect((await rows(other.id)).items.map(({ body }) => body)).toContain('from one')
    expect(await view(one.id)).toMatchObject({ state: 'merged', mergedInto: { name: other.name } })
    insist(await house.act(house.sam, 'unmerge', one))
    expect((await rows(other.id)).items.map(({ body }) => body)).not.toContain('from one')
    expect(await view(one.id)).toMatchObject({ state: 'investigating', mergedInto: null })
  })

  test('suspects are judged by people, with a reason; a confirmed one identifies', async () => {
    const rollout = await live('suspected')
    const incident = await house.open({ rollout: rollout.name })
    const suspect = incident.suspects.find(({ rollout: name }) => name === rollout.name)
    expect(suspect?.reasons.length).toBeGreaterThan(0)
    const ask = { suspectId: suspect?.id, verdict: 'ruled_out' }
    expect(await house.act(house.maria, 'suspect', incident, ask)).toMatchObject({ code: 'reason-required' })
    insist(await house.act(house.maria, 'suspect', incident, { ...ask, reason: 'not on this page' }))
    expect(await view(incident.id)).not.toMatchObject({ cause: { rolloutId: rollout.id } })
    insist(await house.act(house.maria, 'suspect', incident, { ...ask, verdict: 'confirmed' }))
    expect(await view(incident.id)).toMatchObject({ state: 'identified', cause: { rolloutId: rollout.id } })
  })

  test('tasks are done once', async () => {
    const incident = await house.open()
    insist(await house.act(house.maria, 'tasks', incident, { title: 'Check double charges' }))
    const taskId = (await view(incident.id)).tasks[0]?.id
    for (const who of [house.maria, house.sam]) insist(await house.act(who, 'finish-task', incident, { taskId }))
    expect((await view(incident.id)).tasks).toMatchObject([{ doneBy: 'Maria' }])
    expect(await house.act(house.maria, 'tasks', incident, { title: 'x', link: 'javascript:alert(1)' })).toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('the timeline', () => {
  test('late rows slot into their place and say so; pages follow each other without gap or repeat', async () => {
    const incident = await house.open()
    const from = Date.parse(house.runtime.now())
    for (const minutes of [30, 10, 20]) {
      const at = new Date(from - minutes * 60_000).toISOString()
      insist(await house.act(house.maria, 'notes', incident, { body: `${minutes} min ago`, at }))
    }
    const { items } = await rows(incident.id)
    expect(items.filter(({ kind }) => kind === 'note').map(({ body, isLate }) => [body, isLate])).toEqual([
      ['10 min ago', true],
      ['20 min ago', true],
      ['30 min ago', true],
    ])
    const paged: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const ask = { filter: 'everything' as const, cursor, limit: 2 }
      const page: TimelinePage = insist(await readIncidentTimeline(house.runtime, house.maria, incident.id, ask))
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(items.map(({ id }) => id))
    // A linked row: the page begins with it, and its own cursor goes on from there.
    const linked = { filter: 'everything' as const, from: items[1]?.id ?? '', limit: 2 }
    const page = insist(await readIncidentTimeline(house.runtime, house.maria, incident.id, linked))
    expect(page.items).toEqual(items.slice(1, 3))
    const rest = { ...linked, cursor: page.nextCursor, limit: 100 }
    const further = insist(await readIncidentTimeline(house.runtime, house.maria, incident.id, rest))
    expect(further.items).toEqual(items.slice(3))
    for (const gone of ['tev_000000000000', 'nonsense']) {
      const ask = { ...linked, from: gone }
      expect(await readIncidentTimeline(house.runtime, house.maria, incident.id, ask)).toMatchObject({
        code: 'not-found',
      })
    }
    const tomorrow = new Date(from + 86_400_000).toISOString()
    expect(await house.act(house.maria, 'notes', incident, { body: 'x', at: tomorrow })).toMatchObject({
      code: 'in-the-future',
    })
    expect(await readIncidentTimeline(house.runtime, house.maria, incident.id, { cursor: 'nonsense' })).toMatchObject({
      code: 'invalid-input',
    })
  })

  test('filters hide and count; pinned rows ignore them', async () => {
    const incident = await house.open()
    insist(await house.act(house.maria, 'notes', incident, { body: 'seen' }))
    const of = async (filter: 'all' | 'signals') =>
      insist(await readIncidentTimeline(house.runtime, house.maria, incident.id, { filter }))
    expect(await of('all')).toMatchObject({ hidden: 1, total: 2 })
    expect((await of('signals')).items).toEqual([])
    const note = (await rows(incident.id)).items.find(({ kind }) => kind === 'note')
    insist(await house.act(house.maria, 'edit-row', incident, { eventId: note?.id, pinned: true }))
    expect((await of('signals')).items).toMatchObject([{ id: note?.id, pinned: true }])
  })

  test('a machine’s row gets another title and keeps its first; a person’s row is corrected and withdrawn', async () => {
    const incident = await house.open()
    const edit = (eventId: string | undefined, change: object) =>
      house.act(house.maria, 'edit-row', incident, { eventId, ...change })
    const opened = (await rows(incident.id)).items.find(({ kind }) => kind === 'incident.opened')
    insist(await edit(opened?.id, { title: 'It began' }))
    expect((await rows(incident.id)).items).toMatchObject([{ title: 'It began', titleOriginal: opened?.title }])
    expect(await edit(opened?.id, { body: 'other' })).toMatchObject({ code: 'machine-row' })
    insist(await house.act(house.maria, 'notes', incident, { body: 'worng' }))
    const note = (await rows(incident.id)).items.find(({ kind }) => kind === 'note')
    const both = await Promise.all([edit(note?.id, { body: 'wrong' }), edit(note?.id, { body: 'other' })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    const corrected = (await rows(incident.id)).items.filter(({ kind }) => kind === 'note')
    expect(corrected).toHaveLength(1)
    expect(corrected[0]?.occurredAt).toBe(note?.occurredAt)
    insist(await edit(corrected[0]?.id, { withdraw: true }))
    expect((await rows(incident.id)).items.map(({ kind }) => kind)).toEqual(['incident.opened'])
    const stored = await house.runtime.database.db
      .select()
      .from(timelineEvent)
      .where(eq(timelineEvent.incidentId, incident.id))
    expect(stored.map(({ body }) => body)).toEqual(expect.arrayContaining(['worng']))
  })

  test('a row of another incident is not on this one', async () => {
    const [one, other] = [await house.open(), await house.open()]
    const [row] = (await rows(other.id)).items
    expect(await house.act(house.maria, 'edit-row', one, { eventId: row?.id, pinned: true })).toMatchObject({
      code: 'not-found',
    })
  })

  test('the export is Markdown in the order of time, and no text breaks out of its line', async () => {
    const incident = await house.open({ title: 'Pay <b>now</b> | #1' })
    insist(await house.act(house.maria, 'notes', incident, { body: '# not a head\n- nor a list' }))
    const { markdown } = insist(await exportIncident(house.runtime, house.maria, incident.name, 'UTC'))
    expect(markdown).toContain(`# ${incident.name} Pay \\<b\\>now\\</b\\> \\| \\#1`)
    expect(markdown).toContain('\\# not a head - nor a list')
    expect(markdown.indexOf('opened')).toBeLessThan(markdown.indexOf('not a head'))
  })
})

describe('mail', () => {
  test('nobody is written to twice about one thing, and not at all about what they did', async () => {
    const incident = await house.open({ severity: 'SEV1' }, house.yusuf)
    const other = await house.open({ severity: 'SEV1' }, house.maria)
    const lines = await house.runtime.database.db.select().from(incidentMail)
    const of = (id: string) =>
      lines.filter(({ incidentId }) => incidentId === id).map(({ userId, why }) => [userId, why])
    expect(of(incident.id)).toEqual([])
    expect(of(other.id)).toEqual([[house.yusuf.id, 'you are on call, and it is SEV1 or SEV2.']])
    expect((await house.jobs('incident.mail')).map(({ payload }) => payload['incidentId'])).toContain(other.id)
  })
})

describe('who may', () => {
  const inputs: Readonly<Record<IncidentWord, object>> = {
    acknowledge: {},
    state: { to: 'resolved' },
    severity: { severity: 'SEV4' },
    milestone: { milestone: 'detected', at: '2026-03-05T09:00:00.000Z' },
    rename: { title: 'Other' },
    merge: { into: 'INC-1' },
    unmerge: {},
    'link-rollout': { rollout: 'RO-1' },
    'unlink-rollout': { rollout: 'RO-1' },
    assign: { role: 'scribe' },
    tasks: { title: 'x' },
    'finish-task': { taskId: 'tsk_000000000000' },
    suspect: { suspectId: 'sus_000000000000', verdict: 'confirmed' },
    notes: { body: 'x' },
    updates: { body: 'x' },
    'edit-row': { eventId: 'tev_000000000000', pinned: true },
  }
  test.each(Object.keys(incidentVerbs) as IncidentWord[])('%s: not a viewer, and audited', async (word) => {
    const incident = await house.open()
    expect(await house.act(house.olu, word, incident, inputs[word])).toMatchObject({ ok: false, code: 'forbidden' })
    expect(await audits(incidentVerbs[word].name)).toContainEqual({ outcome: 'forbidden', actor: 'Olu' })
  })
  test.each(Object.keys(incidentVerbs) as IncidentWord[])('%s: not from another workspace', async (word) => {
    const incident = await house.open()
    const elsewhere = {
      ...house.yusuf,
      workspaceId: 'wsp_0000elsewhere'.slice(0, 16) as typeof house.yusuf.workspaceId,
    }
    const outcome = await house.act(elsewhere, word, incident, inputs[word])
    expect(outcome.ok ? 'done' : outcome.code).toMatch(/^(not-found|unknown-rollout|unknown-person)$/)
    expect((await view(incident.id)).version).toBe(incident.version)
  })
  test('opening: not a viewer; and a handler that nobody composed is a fault, not a silence', async () => {
    expect(await runCommand(house.runtime, openIncident, { title: 'x' }, house.olu)).toMatchObject({
      code: 'forbidden',
    })
    expect(await audits('incident.open')).toContainEqual({ outcome: 'forbidden', actor: 'Olu' })
    expect(handler(rolloutSaved, () => Promise.resolve(null)).event).toBe('rollout.saved')
  })
  test('another house sees nothing of this one', async () => {
    const other = await aHouse()
    const stranger = await other.member('Eve', 'admin')
    expect(await readIncidentView(other.runtime, stranger, 'INC-1')).toMatchObject({ code: 'not-found' })
    await other.close()
  })
})
