import { describe, expect, test } from 'vitest'
import { type ClusterRow } from '@/lib/feedback/core/schema'
import { type IncidentRow } from '@/lib/incidents/core/schema'
import { instant } from '@/lib/kernel/time'
import { type RolloutNeed } from '@/lib/rollouts/core/schema'
import { needsAnswer, needsOf, type NeedSources } from './needs'

const at = (minute: number) => instant(Date.UTC(2026, 11, 17, 2, minute))
const none: NeedSources = { incidents: [], rollouts: [], clusters: [], changes: [], stale: null }

const rollout = (number: number, more: Partial<RolloutNeed> = {}): RolloutNeed => ({
  id: `rol_00000000000${number % 10}`,
  name: `RO-${number}`,
  flag: 'checkout-v2',
  environment: 'production',
  environmentName: 'Production',
  owner: 'Maria Ito',
  state: 'running',
  stateSentence: 'Running',
  version: 3,
  weight: 25,
  stage: 3,
  next: { weight: 50, when: 'when soak ends' },
  stagesTotal: 5,
  verdictCode: 'safe-so-far',
  gatesMet: 6,
  gatesTotal: 7,
  awaitingSince: null,
  awaitsViewer: false,
  halted: null,
  driver: null,
  gates: [],
  since: at(0),
  peopleExposed: 21_300,
  ...more,
})
const halted = { by: 'policy', name: 'payments-guard', verb: 'paused', at: at(12) } as const
const incident: IncidentRow = {
  id: 'inc_000000000001',
  name: 'INC-37',
  title: 'Checkout payments failing',
  severity: 'SEV1',
  state: 'investigating',
  stateWord: 'Investigating',
  isOpen: true,
  isDrill: false,
  openedAt: at(12),
  resolvedAt: null,
  lead: 'Sam Berg',
  suspect: 'RO-142',
  impact: '',
  version: 1,
}
const cluster: ClusterRow = {
  id: 'cls_000000000001' as ClusterRow['id'],
  name: 'CL-31',
  title: 'saved card fails',
  version: 1,
  state: 'open',
  items: 14,
  people: 14,
  rising: true,
  newPeople24h: 14,
  firstSeen: at(0),
  lastSeen: at(10),
  topTerms: [],
  exposedPeople: 12,
  baselinePeople: 2,
}
const words = (sources: Partial<NeedSources>) => needsOf({ ...none, ...sources }).map(({ word }) => word)

test('the order of ux §2.1, whatever order they come in', () => {
  const rollouts = [
    rollout(137, { gates: [{ kind: 'data-health', state: 'blind', label: 'Data health', why: 'old data' }] }),
    rollout(139, { awaitsViewer: true }),
    rollout(131, { gates: [{ kind: 'guardrails', state: 'failing', label: 'Guardrails', why: 'p95' }] }),
    rollout(142, { state: 'paused', verdictCode: 'harmful', driver: 'Payment errors', halted }),
    rollout(141),
  ]
  const stale = { count: 3, own: 3, reason: '2 still have code references.' }
  expect(words({ rollouts, clusters: [cluster], incidents: [incident], stale })).toEqual([
    'SEV1',
    'HARM',
    'GATE',
    'APPROVE',
    'LISTEN',
    'DATA',
    'TIDY',
  ])
})

describe('each row says why', () => {
  test.each<[string, Partial<NeedSources>, string]>([
    ['an incident', { incidents: [incident] }, 'Suspect RO-142; Sam Berg leads.'],
    ['a fresh incident', { incidents: [{ ...incident, suspect: '', lead: '' }] }, 'No suspect yet; nobody leads yet.'],
    [
      'a harmful rollout',
      { rollouts: [rollout(142, { state: 'paused', verdictCode: 'harmful', driver: 'Payment errors', halted })] },
      'Payment errors worse than baseline; payments-guard paused it.',
    ],
    [
      'an approval',
      { rollouts: [rollout(139, { awaitsViewer: true })] },
      '6 of 7 gates met; your approval is asked for.',
    ],
    ['a cluster', { clusters: [cluster] }, 'Rising: 14 new people in 24 h, 12 of them exposed.'],
    ['own flags', { stale: { count: 3, own: 2, reason: 'On for 30 days.' } }, 'You own 2; On for 30 days.'],
  ])('%s', (_, sources, why) => {
    expect(needsOf({ ...none, ...sources }).map((need) => need.why)).toEqual([why])
  })
})

describe('what needs nobody', () => {
  test.each<[string, Partial<NeedSources>]>([
    ['a healthy rollout', { rollouts: [rollout(141)] }],
    ['a pause by a person', { rollouts: [rollout(141, { state: 'paused', halted: { ...halted, by: 'person' } })] }],
    ['a roll back by a person', { rollouts: [rollout(141, { state: 'rolled-back', verdictCode: 'harmful' })] }],
    ['a small incident', { incidents: [{ ...incident, severity: 'SEV3' }] }],
    ['a drill', { incidents: [{ ...incident, isDrill: true }] }],
    ['a resolved incident', { incidents: [{ ...incident, isOpen: false }] }],
    ['a steady cluster', { clusters: [{ ...cluster, rising: false }] }],
    ['no stale flag', { stale: { count: 0, own: 0, reason: '' } }],
  ])('%s', (_, sources) => {
    expect(words(sources)).toEqual([])
  })
})

test('harm by a person’s pause still wants a decision while people have it', () => {
  const paused = rollout(142, { state: 'paused', verdictCode: 'harmful', halted: { ...halted, by: 'person' } })
  expect(words({ rollouts: [paused] })).toEqual(['HARM'])
})

test('the answer', () => {
  expect(needsAnswer([], 0)).toBe('Nothing needs you, and nothing is rolling out.')
  expect(needsAnswer([], 6)).toContain('6 rollouts are under way and will stop by themselves')
  expect(needsAnswer([], 0, 'somebody')).toBe('Nothing needs anybody, and nothing is rolling out.')
  expect(needsAnswer(needsOf({ ...none, clusters: [cluster] }), 1)).toBe('1 thing needs you. Nothing is on fire.')
  expect(needsAnswer(needsOf({ ...none, clusters: [cluster] }), 1, 'somebody')).toBe(
    '1 thing needs somebody. Nothing is on fire.',
  )
  expect(needsAnswer(needsOf({ ...none, incidents: [incident], clusters: [cluster] }), 1)).toBe(
    '2 things need you. Nothing else is on fire.',
  )
})

test('a change of a flag that the viewer may sign is asked for, after harm and before clusters', () => {
  const change = {
    subject: { kind: 'flag', key: 'pay-kill' },
    environments: [{ name: 'Production' }],
    author: { name: 'Maria Ito' },
    note: 'Quiet hours',
    signatures: ['Sam'],
    needed: 2,
    createdAt: at(3),
  } as const
  const needs = needsOf({ ...none, changes: [change], clusters: [cluster], incidents: [incident] })
  expect(needs.map(({ kind }) => kind)).toEqual(['incident', 'approve', 'listen'])
  expect(needs[1]).toMatchObject({
    object: { kind: 'flag', name: 'pay-kill' },
    title: 'pay-kill · Production',
    why: 'Maria Ito asks to change what it serves: Quiet hours. 1 of 2 signed.',
  })
})
