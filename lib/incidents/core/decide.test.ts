import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, toMs } from '@/lib/kernel/time'
import { anIncident, at, facts, sam } from './an-incident'
import { applyAll } from './apply'
import { joining, keyOf, proposedSeverity, type Trigger } from './decide-open'
import { merge, setMilestone, setSeverity, takeLead, unmerge } from './decide-people'
import { acknowledge, recovered, setState, sourceResolved } from './decide-state'
import { type Decision } from './events'
import { derived, outOfOrder } from './milestones'
import { type Incident } from './model'
import { INCIDENT_STATES, type IncidentState } from './schema'
import { isOpen, placeOf } from './states'

const id = 'inc_000000000037' as const
const go = (incident: Incident, to: IncidentState, reason = '', more = {}) =>
  setState(incident, { incidentId: id, to, reason }, facts(more))
const after = (incident: Incident, decision: Decision): Incident => {
  if (!decision.ok) throw new Error(decision.code)
  return applyAll(incident, decision.events)
}

describe('states', () => {
  test('acknowledging a triage begins the work, and twice is once', () => {
    const once = after(anIncident(), acknowledge(anIncident(), facts()))
    expect(once).toMatchObject({ state: 'investigating', acknowledgedBy: 'Sam', version: 2 })
    expect(once.milestones.acknowledged).toBe(at('03:14:00'))
    expect(acknowledge(once, facts({ now: at('03:20:00') }))).toEqual({ ok: true, events: [] })
  })

  test('skipping mitigated sets its milestone to resolved', () => {
    const resolved = after(anIncident(), go(anIncident(), 'resolved'))
    expect(resolved).toMatchObject({ state: 'resolved', resolvedAt: at('03:14:00'), acknowledgedBy: 'Sam' })
    expect(resolved.milestones).toMatchObject({ mitigated: at('03:14:00'), resolved: at('03:14:00') })
  })

  test.each([
    ['only-forward', anIncident({ state: 'monitoring' }), 'identified', 'x'],
    ['in-work', anIncident({ state: 'investigating' }), 'declined', 'noise'],
    ['reason-required', anIncident(), 'declined', ''],
    ['reason-required', anIncident({ state: 'resolved', resolvedAt: at('03:00:00') }), 'investigating', ''],
    ['use-merge', anIncident(), 'merged', ''],
    ['merged', anIncident({ state: 'merged' }), 'resolved', ''],
    ['ended', anIncident({ state: 'declined' }), 'investigating', 'x'],
    ['ended', anIncident({ state: 'cancelled' }), 'resolved', ''],
    ['not-resolved', anIncident(), 'closed', ''],
  ] as const)('%s', (code, incident, to, reason) => {
    expect(go(incident, to, reason)).toMatchObject({ ok: false, code })
  })

  test('opens again within a day, not after; what was over is taken back', () => {
    const resolved = after(anIncident(), go(anIncident(), 'resolved'))
    const back = after(resolved, go(resolved, 'investigating', 'failing again', { now: at('20:00:00') }))
    expect(back).toMatchObject({ state: 'investigating', resolvedAt: null })
    expect(back.milestones.resolved).toBeUndefined()
    expect(back.milestones.mitigated).toBeUndefined()
    const later = instant(toMs(at('03:14:00')) + 25 * 3_600_000)
    expect(go(resolved, 'investigating', 'again', { now: later })).toMatchObject({ code: 'too-late-to-reopen' })
  })

  test('a stale version is told who was first', () => {
    const last = { sentence: 'Ana acknowledged INC-37', at: at('03:13:56') }
    const input = { incidentId: id, to: 'resolved', reason: '', expectedVersion: 0 } as const
    const refusal = setState(anIncident(), input, facts({ last }))
    expect(refusal).toMatchObject({
      code: 'stale-version',
      message: 'Ana acknowledged INC-37 4 s ago. Nothing was changed.',
    })
  })

  test('recovery mitigates and monitors by itself, once', () => {
    const stopped = anIncident({ state: 'investigating' })
    const seen = '3 of 3 clients confirmed; errors 40 → 3 → 2 a minute'
    const decision = recovered(stopped, seen, facts())
    const monitoring = after(stopped, decision)
    expect(monitoring).toMatchObject({ state: 'monitoring', milestones: { mitigated: at('03:14:00') } })
    expect(decision).toMatchObject({ events: expect.arrayContaining([expect.objectContaining({ reason: seen })]) })
    expect(recovered(monitoring, null, facts())).toEqual({ ok: true, events: [] })
    expect(recovered(stopped, null, facts())).toMatchObject({ code: 'not-recovered' })
  })

  test('an alert that ends by itself resolves only what nobody touched', () => {
    expect(after(anIncident(), sourceResolved(anIncident(), facts())).state).toBe('resolved')
    const by = { kind: 'person', id: sam.id, name: 'Sam' }
    const touched = [
      anIncident({ acknowledgedBy: 'Sam', state: 'investigating' }),
      anIncident({ stopped: { rolloutId: 'rol_000000000142', at: at('03:13:00'), by } }),
    ]
    for (const one of touched) expect(sourceResolved(one, facts())).toEqual({ ok: true, events: [] })
  })
})

describe('whatever people try', () => {
  const steps = array(
    record({
      what: constantFrom('ack', 'state', 'recover', 'milestone', 'source'),
      to: constantFrom(...INCIDENT_STATES),
      kind: constantFrom('impact_started', 'detected', 'acknowledged', 'identified', 'mitigated', 'resolved'),
      minutes: integer({ min: 0, max: 120 }),
      back: integer({ min: 0, max: 300 }),
    }),
    { maxLength: 25 },
  )

  test('milestones stay in order, versions never fall, and nothing open has an end', () => {
    assert(
      property(steps, (all) => {
        let incident = anIncident()
        let nowMs = toMs(at('03:14:00'))
        for (const { what, to, kind, minutes, back } of all) {
          nowMs += minutes * 60_000
          const world = facts({ now: instant(nowMs) })
          const input = { incidentId: id, milestone: kind, at: instant(nowMs - back * 60_000), reason: '' } as const
          const decision =
            what === 'ack'
              ? acknowledge(incident, world)
              : what === 'state'
                ? setState(incident, { incidentId: id, to, reason: 'because' }, world)
                : what === 'recover'
                  ? recovered(incident, 'usual again', world)
                  : what === 'source'
                    ? sourceResolved(incident, world)
                    : setMilestone(incident, input, world)
          if (!decision.ok) continue
          const next = applyAll(incident, decision.events)
          expect(outOfOrder(next.milestones)).toBeNull()
          expect(next.version).toBe(incident.version + (decision.events.length > 0 ? 1 : 0))
          expect(isOpen(next.state) && next.resolvedAt !== null).toBe(false)
          const isBack = next.state === 'investigating' && !isOpen(incident.state)
          const fell = placeOf(next.state) >= 0 && placeOf(next.state) < placeOf(incident.state)
          expect(fell && !isBack).toBe(false)
          incident = next
        }
      }),
    )
  })

  test('a milestone that follows never lands before an earlier or after a later one', () => {
    const known = { impact_started: at('03:00:00'), mitigated: at('03:10:00') }
    const by = { kind: 'person', id: sam.id, name: 'Sam' }
    expect(derived(known, 'acknowledged', at('02:00:00'), by)).toMatchObject([{ value: at('03:00:00') }])
    expect(derived(known, 'identified', at('04:00:00'), by)).toMatchObject([{ value: at('03:10:00') }])
    expect(derived(known, 'mitigated', at('04:00:00'), by)).toEqual([])
  })
})

const set = (milestone: 'detected' | 'acknowledged', when: string) =>
  setMilestone(anIncident(), { incidentId: id, milestone, at: at(when), reason: '' }, facts())

describe('milestones by hand', () => {
  test('are refused by name when they break the order', () => {
    expect(set('detected', '02:50:00')).toMatchObject({
      code: 'milestone-order',
      message: 'Detected would come before impact started.',
    })
    expect(set('acknowledged', '03:15:00')).toMatchObject({ code: 'in-the-future' })
    expect(set('acknowledged', '03:05:00')).toMatchObject({ ok: true })
  })
})

describe('people', () => {
  const ana = { id: 'usr_00000000ana0', name: 'Ana' } as const
  const me = { id: sam.id, name: sam.name }
  test('two leads at once: the second is told who was first, and may replace them by name', () => {
    const led = after(anIncident(), takeLead(anIncident(), ana, undefined, facts()))
    expect(takeLead(led, me, undefined, facts())).toMatchObject({
      code: 'lead-taken',
      message: 'Ana leads this since 03:14 UTC. Nothing was changed.',
    })
    expect(after(led, takeLead(led, me, ana.id, facts())).lead).toMatchObject({ name: 'Sam' })
    expect(takeLead(led, ana, undefined, facts())).toEqual({ ok: true, events: [] })
  })
  test('severity twice is once', () => {
    expect(setSeverity(anIncident(), { incidentId: id, severity: 'SEV1', reason: '' }, facts())).toEqual({
      ok: true,
      events: [],
    })
  })
  test('merge and un-merge give back the very same incident', () => {
    const other = anIncident({ id: 'inc_000000000038', number: 38 })
    const input = { incidentId: id, into: other.id, reason: '' }
    const merged = after(anIncident(), merge(anIncident(), other, input, facts()))
    expect(merged).toMatchObject({ state: 'merged', mergedInto: other.id })
    const back = after(merged, unmerge(merged, undefined, facts()))
    expect(back).toEqual({ ...anIncident(), version: 3 })
    expect(merge(anIncident(), anIncident(), input, facts())).toMatchObject({ code: 'same-incident' })
    expect(merge(anIncident(), { ...other, state: 'resolved' }, input, facts())).toMatchObject({ code: 'ended' })
  })
})

describe('one open incident for a cause', () => {
  const environmentId = 'env_000000000001' as const
  const alert = (service: string, fingerprint: string, when = '03:14:00'): Trigger => ({
    environmentId,
    cause: { kind: 'alert', service, fingerprint },
    at: at(when),
  })
  const fromAlert = anIncident({ dedupeKey: keyOf(alert('payments-api', 'f1')), origin: 'alert' })
  const over = { ...fromAlert, state: 'resolved' as const, resolvedAt: at('03:00:00') }
  test.each([
    ['the very cause joins', alert('payments-api', 'f1'), [fromAlert], { kind: 'join', joins: 'cause' }],
    [
      'another alert of the service joins',
      alert('payments-api', 'f2'),
      [fromAlert],
      { kind: 'join', joins: 'service' },
    ],
    ['another service opens', alert('search-api', 'f9'), [fromAlert], { kind: 'open', follows: null }],
    ['back within 15 minutes reopens', alert('payments-api', 'f1'), [over], { kind: 'reopen' }],
    [
      'back later opens and names the old one',
      alert('payments-api', 'f1', '03:16:00'),
      [over],
      { kind: 'open', follows: id },
    ],
    [
      'another environment opens',
      { ...alert('payments-api', 'f1'), environmentId: null },
      [fromAlert],
      { kind: 'open' },
    ],
  ])('%s', (_, trigger, known, answer) => {
    expect(joining(trigger, known)).toMatchObject(answer)
  })
  test('the gate proposes a severity', () => {
    expect(proposedSeverity({ critical: true, rate: 0.006 })).toBe('SEV1')
    expect(proposedSeverity({ critical: false, rate: 0.06 })).toBe('SEV1')
    expect(proposedSeverity({ critical: false, rate: null })).toBe('SEV2')
  })
})
