import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesOf, decideTriage, same, type TriageFacts } from './decide-triage'
import { type Item, type Triage } from './model'
import { decideReply } from './reply'
import { type TriageAct } from './schema'
import { bucketOf, firstTriage, isOpen, verbRefusal } from './states'
import { applyReply, undoChanges } from './undo'

const NOW = '2026-03-05T10:00:00.000Z' as TriageFacts['now']
const OTHER = 'fbi_000000000002'
const facts: TriageFacts = {
  now: NOW,
  into: { id: OTHER, state: { kind: 'new' } },
  clusterId: 'clu_000000000001',
  tags: new Set(['bug', 'slow', 'ui']),
  assignees: new Set(['usr_1', 'usr_2']),
  teams: null,
}
const item = (triage: Triage): Item => ({ id: 'fbi_000000000001', number: 1, version: 1, triage })

const act: fc.Arbitrary<TriageAct> = fc.oneof(
  fc.record({ verb: fc.constant('done' as const), outcome: fc.constantFrom('fixed' as const, 'answered' as const) }),
  fc.constantFrom<TriageAct>(
    { verb: 'reopen' },
    { verb: 'start' },
    { verb: 'unmerge' },
    { verb: 'wake' },
    { verb: 'spam' },
    { verb: 'merge', into: OTHER },
    { verb: 'decline', reason: 'no' },
    { verb: 'note', text: 'x' },
    { verb: 'type', type: 'bug' },
    { verb: 'sentiment', label: 'negative' },
    { verb: 'cluster', clusterId: 'clu_000000000001' },
    { verb: 'snooze', snooze: { until: 'reply' } },
    { verb: 'snooze', snooze: { until: 'flag-change', flagKey: 'f' } },
    { verb: 'link', link: { kind: 'issue', ref: 'https://t.example/1', title: '' } },
    { verb: 'unlink', ref: 'https://t.example/1' },
    { verb: 'prioritise', priority: 'high' },
    { verb: 'unread', unread: true },
  ),
  fc.record({ verb: fc.constant('assign' as const), assigneeId: fc.constantFrom('usr_1', 'usr_2', null) }),
  fc.record({
    verb: fc.constant('tag' as const),
    add: fc.subarray(['bug', 'slow']),
    remove: fc.subarray(['bug', 'ui']),
  }),
)
/** Items as any run of acts and replies leaves them. */
const reached = fc
  .array(fc.oneof({ weight: 4, arbitrary: act }, { weight: 1, arbitrary: fc.constant('reply' as const) }), {
    maxLength: 12,
  })
  .map((acts) =>
    acts.reduce((triage, one) => {
      if (one === 'reply') {
        const replied = applyReply(triage)
        return replied === 'follow-up' ? triage : replied
      }
      const decided = decideTriage(item(triage), one, facts)
      return decided.ok ? decided.value.next : triage
    }, firstTriage(true)),
  )

test('undo of any act gives exactly what was', () => {
  fc.assert(
    fc.property(reached, act, (triage, one) => {
      const decided = decideTriage(item(triage), one, facts)
      if (!decided.ok) return
      const undone = undoChanges(decided.value.next, decided.value.changes)
      expect(undone).toEqual({ ok: true, value: triage })
    }),
  )
})

test('merge and un-merge give exactly the state that was', () => {
  fc.assert(
    fc.property(reached, (triage) => {
      const merged = decideTriage(item(triage), { verb: 'merge', into: OTHER }, facts)
      if (!merged.ok) return
      const apart = decideTriage(item(merged.value.next), { verb: 'unmerge' }, facts)
      const { state, before, snooze } = apart.ok ? apart.value.next : triage
      expect({ ok: apart.ok, state, before, snooze }).toEqual({
        ok: true,
        state: triage.state,
        before: triage.before,
        snooze: triage.snooze,
      })
    }),
  )
})

test('only open items sleep, and a refusal of the table is a refusal of the act', () => {
  fc.assert(
    fc.property(reached, act, (triage, one) => {
      expect(triage.snooze === null || isOpen(triage.state)).toBe(true)
      expect(bucketOf(triage) === 'snoozed').toBe(triage.snooze !== null)
      const refused = verbRefusal(one.verb, triage)
      const decided = decideTriage(item(triage), one, facts)
      expect(refused === null || !decided.ok).toBe(true)
    }),
  )
})

test('the same act twice changes nothing the second time', () => {
  fc.assert(
    fc.property(reached, act, (triage, one) => {
      const first = decideTriage(item(triage), one, facts)
      const second = first.ok ? decideTriage(item(first.value.next), one, facts) : first
      expect(second.ok ? second.value.changes : []).toEqual([])
    }),
  )
})

test('an act on what was changed since is not undone over it', () => {
  const first = firstTriage(true)
  const done = decideTriage(item(first), { verb: 'done', outcome: 'fixed' }, facts)
  if (!done.ok) throw new Error(done.message)
  const reopened = decideTriage(item(done.value.next), { verb: 'reopen' }, facts)
  expect(reopened.ok && undoChanges(reopened.value.next, done.value.changes)).toMatchObject({
    ok: false,
    code: 'changed-since',
  })
})

test.each([
  ['ask', 'waiting'],
  ['did', 'done'],
  ['why-not', 'declined'],
  ['acknowledge', 'triaged'],
] as const)('a reply to %s leaves it %s', (kind, state) => {
  const decided = decideReply(firstTriage(true), { kind, text: 'x' })
  expect(decided.ok && decided.value.state.kind).toBe(state)
})

test('their answer brings a question back to where it was, and reopens what was done', () => {
  const started: Triage = { ...firstTriage(true), state: { kind: 'in_progress' } }
  const asked = decideReply(started, { kind: 'ask', text: '?' })
  expect(asked.ok && applyReply(asked.value)).toMatchObject({ state: { kind: 'in_progress' }, unread: true })
  expect(applyReply({ ...started, state: { kind: 'done', outcome: 'fixed' } })).toMatchObject({
    state: { kind: 'triaged' },
  })
  expect(applyReply({ ...started, state: { kind: 'closed', outcome: 'fixed' } })).toBe('follow-up')
})

test.each([
  [{ verb: 'assign', assigneeId: 'usr_9' }, 'unknown-person'],
  [{ verb: 'tag', add: ['nope'], remove: [] }, 'unknown-tag'],
  [{ verb: 'snooze', snooze: { until: 'time', at: NOW } }, 'already-past'],
  [{ verb: 'merge', into: 'fbi_000000000001' }, 'merge-with-itself'],
] as [TriageAct, string][])('%j is refused', (one, code) => {
  const into = one.verb === 'merge' ? { id: 'fbi_000000000001' as const, state: { kind: 'new' as const } } : facts.into
  expect(decideTriage(item(firstTriage(true)), one, { ...facts, into })).toMatchObject({ ok: false, code })
})

test('fields are compared as what they say, not by the order of their members', () => {
  expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true)
  expect(changesOf(firstTriage(true), firstTriage(true))).toEqual([])
})
