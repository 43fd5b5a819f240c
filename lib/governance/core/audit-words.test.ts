import { describe, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { auditSentence, auditText, detailLines } from './audit-words'
import { type AuditEntryView } from './schema'

const entry = (verb: string, more: Partial<AuditEntryView> = {}): AuditEntryView => ({
  position: 1,
  at: instant(Date.parse('2026-12-17T02:12:00Z')),
  actor: { kind: 'person', id: 'usr_1', name: 'Maria Ito' },
  verb,
  object: { kind: verb.split('.')[0] ?? '', id: 'rol_1' },
  outcome: 'done',
  detail: {},
  requestId: 'r',
  hash: 'h',
  ...more,
})
const names = { rol_1: 'RO-142' }

describe('sentences', () => {
  test.each([
    ['rollout.pause', 'Maria Ito paused RO-142'],
    ['rollout.roll-back', 'Maria Ito rolled back RO-142'],
    ['rollout.accept-risk', 'Maria Ito accepted a risk of RO-142'],
    ['rollout.create', 'Maria Ito created RO-142'],
    ['rollout.change-owner', 'Maria Ito changed owner of RO-142'],
    ['rollout.copy', 'Maria Ito copied RO-142'],
    ['session.start', 'Maria Ito signed in'],
    ['incident.set-severity', 'Maria Ito changed the severity of RO-142'],
    ['privacy.edit', 'Maria Ito edited retention and privacy'],
  ])('%s', (verb, said) => {
    expect(auditText(auditSentence(entry(verb), names))).toBe(said)
  })
  test('a note says why', () => {
    const approve = entry('rollout.approve', { detail: { note: 'quiet hours' } })
    expect(auditText(auditSentence(approve, names))).toBe('Maria Ito approved RO-142: quiet hours')
  })
  test('a refusal says what was tried, and why not', () => {
    const tried = entry('rollout.approve', { outcome: 'own-work', detail: { message: 'You wrote this rollout.' } })
    expect(auditText(auditSentence(tried, names))).toBe(
      'Maria Ito tried to approve RO-142: refused. You wrote this rollout.',
    )
  })
  test('an act on many items says how many, and which act', () => {
    const bulk = entry('feedback.bulk', {
      object: { kind: 'feedback', id: 'fba_1' },
      detail: { act: { verb: 'done' }, done: 3 },
    })
    expect(auditText(auditSentence(bulk, {}))).toBe('Maria Ito triaged 3 items of feedback: Done')
    const tried = entry('feedback.bulk', { outcome: 'forbidden', detail: { message: 'Needs Triage.' } })
    expect(auditText(auditSentence(tried, {}))).toBe(
      'Maria Ito tried to triage items of feedback: refused. Needs Triage.',
    )
  })
  test('what was told on a timeline is told', () => {
    const deploy = entry('timeline.tell', { detail: { kind: 'deploy', title: 'search-api 2.9.1' } })
    expect(auditText(auditSentence(deploy, {}))).toBe('Maria Ito wrote on the timeline: search-api 2.9.1')
  })
  test('other objects say their kind and name', () => {
    const key = entry('key.create', { object: { kind: 'key', id: 'key_1' }, detail: { name: 'CI' } })
    expect(auditText(auditSentence(key, {}))).toBe('Maria Ito created key CI')
  })
})

describe('lines', () => {
  test('before and after show only what differs', () => {
    const detail = { note: 'why', before: { weight: 5, state: 'running' }, after: { weight: 25, state: 'running' } }
    expect(detailLines(detail)).toEqual([
      { path: 'weight', before: '5', after: '25' },
      { path: 'note', before: null, after: 'why' },
    ])
  })
  test('what came and what went', () => {
    expect(detailLines({ before: { a: { b: 1 } }, after: { c: [true] } })).toEqual([
      { path: 'a.b', before: '1', after: null },
      { path: 'c.0', before: null, after: 'true' },
    ])
  })
  test('bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 'x'.repeat(9999)]))
    const lines = detailLines(many)
    expect(lines).toHaveLength(60)
    expect(lines[0]?.after).toHaveLength(500)
  })
})
