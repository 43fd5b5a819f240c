import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { t } from './a-rollout'
import { blocking, cautions, readinessOf, readyCount, type ReadinessFacts, type ReadinessPlan } from './readiness'
import { type Brief, type ReadinessCheck } from './schema'

const brief: Brief = {
  objective: '',
  acceptance: '',
  reversible: true,
  lost: '',
  escalation: 'Page Payments',
  onCall: 'Sam',
  overlapsSeen: true,
}
const plan = (change: Partial<ReadinessPlan> = {}): ReadinessPlan => ({
  hypothesis: 'It helps.',
  guardrails: [{ metric: 'errors', critical: true, limit: null }],
  brief,
  ...change,
})
const world = (change: Partial<ReadinessFacts> = {}): ReadinessFacts => ({
  now: t(10),
  owner: 'Maria',
  heard: { tracks: t(9), exposure: t(9), events: { failed: t(5) } },
  sources: { errors: { event: 'failed', limited: true } },
  tested: { name: 'RO-1 was rolled back', at: t(-60) },
  unsigned: null,
  freeze: null,
  neighbours: [],
  earlier: { serves: [], takesAll: null },
  incidents: [],
  ...change,
})
const of = (key: ReadinessCheck['key'], p: ReadinessPlan, w: ReadinessFacts) =>
  readinessOf(p, w).find((check) => check.key === key)

test('fifteen checks; with everything in order only what nobody measures yet is open', () => {
  const checks = readinessOf(plan(), world())
  expect(checks).toHaveLength(15)
  expect(checks.flatMap(({ key, state }) => (state === 'ok' ? [] : [[key, state]]))).toEqual([
    ['alerts', 'unknown'],
    ['error-budget', 'unknown'],
  ])
  expect(readyCount(checks)).toBe(13)
})

test.each<[ReadinessCheck['key'], ReadinessCheck['state'], Partial<ReadinessPlan>, Partial<ReadinessFacts>]>([
  ['hypothesis', 'block', { hypothesis: ' ' }, {}],
  ['owner', 'block', {}, { owner: '' }],
  ['owner', 'block', {}, { owner: 'nobody' }],
  ['owner', 'caution', { brief: { ...brief, onCall: '' } }, {}],
  ['owner', 'ok', { brief: null }, {}],
  ['metrics-arriving', 'ok', {}, { heard: { tracks: t(8.1), exposure: null, events: {} } }],
  ['metrics-arriving', 'block', {}, { heard: { tracks: t(8), exposure: null, events: {} } }],
  ['metrics-arriving', 'unknown', {}, { heard: { tracks: null, exposure: null, events: {} } }],
  ['exposure-arriving', 'block', {}, { heard: { tracks: t(9), exposure: t(0), events: {} } }],
  ['exposure-arriving', 'unknown', {}, { heard: { tracks: t(9), exposure: null, events: {} } }],
  ['harm-limits', 'caution', {}, { sources: { errors: { event: 'failed', limited: false } } }],
  ['harm-limits', 'ok', { guardrails: [{ metric: 'errors', critical: false, limit: 0.01 }] }, { sources: {} }],
  ['harm-limits', 'unknown', {}, { sources: {} }],
  ['harm-limits', 'block', { guardrails: [] }, {}],
  ['rollback-tested', 'unknown', {}, { tested: null }],
  ['rollback-tested', 'ok', {}, { tested: { name: 'x', at: t(10 - 89 * 1440) } }],
  ['rollback-tested', 'caution', {}, { tested: { name: 'x', at: t(10 - 91 * 1440) } }],
  ['reversible', 'block', { brief: { ...brief, reversible: null } }, {}],
  ['reversible', 'block', { brief: { ...brief, reversible: false } }, {}],
  ['reversible', 'ok', { brief: { ...brief, reversible: false, lost: 'New orders' } }, {}],
  ['reversible', 'ok', { brief: null }, {}],
  ['instrumentation', 'unknown', {}, { heard: { tracks: t(9), exposure: t(9), events: {} } }],
  ['sign-offs', 'block', {}, { unsigned: "Data hasn't signed" }],
  ['incidents', 'block', {}, { incidents: [{ name: 'INC-37', severity: 'SEV1' }] }],
  ['incidents', 'ok', {}, { incidents: [] }],
  ['freeze', 'block', {}, { freeze: { from: t(0), until: t(20), name: 'Weekend' } }],
  ['freeze', 'ok', {}, { freeze: { from: t(20), until: t(30), name: 'Weekend' } }],
  ['overlap', 'caution', { brief: { ...brief, overlapsSeen: false } }, { neighbours: ['RO-139'] }],
  ['overlap', 'ok', {}, { neighbours: ['RO-139'] }],
  ['earlier-rules', 'caution', {}, { earlier: { serves: ['If plan is pro → on'], takesAll: null } }],
  ['earlier-rules', 'caution', {}, { earlier: { serves: [], takesAll: 'Else if everyone → off' } }],
  ['overlap', 'unknown', { brief: null }, { neighbours: ['RO-139'] }],
])('%s is %s', (key, state, p, w) => {
  expect(of(key, plan(p), world(w))?.state).toBe(state)
})

test('what is missing has a form that mends it; what is well or unknown has none', () => {
  const bad = readinessOf(
    plan({ hypothesis: '', guardrails: [], brief: { ...brief, reversible: null, overlapsSeen: false } }),
    world({
      owner: '',
      heard: { tracks: t(0), exposure: t(-60), events: {} },
      unsigned: 'Nobody has signed',
      neighbours: ['RO-1'],
      freeze: { from: t(0), until: t(20), name: 'F' },
      incidents: [{ name: 'INC-1', severity: 'SEV2' }],
    }),
  )
  const mended = bad.flatMap(({ key, fix }) => (fix === null ? [] : [key]))
  expect(mended).toEqual(bad.flatMap(({ key, state }) => (state === 'ok' || state === 'unknown' ? [] : [key])))
  expect(blocking(bad).map(({ key }) => key)).toEqual([
    'hypothesis',
    'owner',
    'metrics-arriving',
    'exposure-arriving',
    'harm-limits',
    'reversible',
    'sign-offs',
    'incidents',
    'freeze',
  ])
  expect(cautions(bad).map(({ key }) => key)).toEqual(['overlap'])
})

test('what a program never declared blocks nothing by itself', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.constantFrom('RO-1', 'RO-2'), { maxLength: 2 }), (isTested, neighbours) => {
      const facts = world({
        heard: { tracks: null, exposure: null, events: {} },
        tested: isTested ? { name: 'x', at: t(0) } : null,
        neighbours,
      })
      const checks = readinessOf(plan({ brief: null }), facts)
      expect([...blocking(checks), ...cautions(checks)]).toEqual([])
    }),
  )
})
