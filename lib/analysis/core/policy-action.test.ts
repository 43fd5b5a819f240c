import { describe, expect, test } from 'vitest'
import { type AcceptedRisk, type RolloutState, type WatchedState } from '@/lib/rollouts/core/model'
import { minutes } from '@/lib/kernel/time'
import { careful } from './careful'
import { harmNow } from './harm-now'
import { policyAction, type PolicyMemory } from './policy-action'
import { type Policy } from './schema'
import { startEngine } from './stage'
import { step } from './step'
import {
  aChoice,
  aConfig,
  aDefinition,
  after,
  aStage,
  bothArms,
  DAY,
  S1,
  S2,
  someFacts,
  verdictOf,
} from './test-builders'

const config = aConfig(
  [aChoice(), aChoice({ definition: aDefinition({ key: 'crashes', name: 'Crashes', hardLimit: 0.5 }) })],
  [S1, S2],
)
/** One tick with so many errors, and crashes, among 500 exposed; the baseline has 95 in 9,500. */
const seen = (errors: number, crashes = 5) =>
  step(
    startEngine(config, aStage()),
    bothArms(
      { nEnter: 500, riskEnter: [500, 500], firstEvents: [errors, crashes] },
      { nEnter: 9500, riskEnter: [9500, 9500], firstEvents: [95, 95] },
    ),
    after(1000),
    config,
  )
const running: WatchedState = { kind: 'running', stageId: S1, since: after(0) }
const by = { kind: 'person' as const, id: 'usr_1', name: 'Maria' }
const risk = (what: string): AcceptedRisk => ({ what, by, at: after(0), until: after(DAY), reason: 'known' })

function ask(
  state: ReturnType<typeof seen>,
  o: {
    in?: RolloutState
    risks?: AcceptedRisk[]
    policy?: Policy
    memory?: PolicyMemory | null
    now?: ReturnType<typeof after>
  } = {},
) {
  const { policy = careful, memory = null, risks = [], now = after(2000) } = o
  const harm = harmNow(state, config, someFacts({ now }))
  return policyAction({ verdict: verdictOf(state, config), harm, state: o.in ?? running, risks, policy, memory, now })
}

describe('Careful', () => {
  test('does nothing below 20, pauses from 20, rolls back from 100', () => {
    const levels = Array.from({ length: 30 }, (_, errors) => seen(errors))
    for (const state of levels) {
      const e = Math.exp(state.latched.all)
      expect(ask(state).action).toBe(e >= 100 ? 'roll-back' : e >= 20 ? 'pause' : 'none')
    }
    expect(new Set(levels.map((state) => ask(state).action))).toEqual(new Set(['none', 'pause', 'roll-back']))
  })
  const states: { state: RolloutState; action: string }[] = [
    { state: { kind: 'holding', stageId: S1, since: after(0), because: 'data' }, action: 'roll-back' },
    { state: { kind: 'draft' }, action: 'none' },
    {
      state: { kind: 'stopped', stageId: S1, at: after(0), by, because: '', before: running, version: 1 },
      action: 'none',
    },
  ]
  test.each(states)('acts wherever anybody is exposed, and nowhere else: $state.kind', ({ state, action }) => {
    expect(ask(seen(40), { in: state }).action).toBe(action)
  })
  test('rolls back at once past a hard limit, even when the risk was accepted', () => {
    const crashing = seen(5, 260)
    expect(ask(crashing, { risks: [risk('crashes'), risk('errors'), risk('guardrails')] })).toMatchObject({
      action: 'roll-back',
      because: 'Crashes past the hard limit',
    })
  })
})

describe('an accepted risk', () => {
  test('takes its metric out of the sum until it ends', () => {
    expect(ask(seen(40), { risks: [risk('errors')] }).action).toBe('none')
    expect(ask(seen(40), { risks: [risk('crashes')] }).action).toBe('roll-back')
    expect(ask(seen(40), { risks: [risk('errors')], now: after(DAY + 1) }).action).toBe('roll-back')
  })
})

describe('a rule with for:', () => {
  const patient: Policy = {
    ...careful,
    key: 'patient',
    rules: [{ when: { harm: 20 }, for: minutes(10), act: 'pause' }],
  }
  test('acts once the value has stayed over at every tick of that time', () => {
    const over = ask(seen(40), { policy: patient, now: after(0) })
    expect(over.action).toBe('none')
    expect(ask(seen(40), { policy: patient, memory: over.memory, now: after(599_000) }).action).toBe('none')
    expect(ask(seen(40), { policy: patient, memory: over.memory, now: after(600_000) }).action).toBe('pause')
  })
  test('begins again when the value was below in between, or the policy changed', () => {
    const over = ask(seen(40), { policy: patient, now: after(0) })
    const below = ask(seen(5), { policy: patient, memory: over.memory, now: after(300_000) })
    const again = ask(seen(40), { policy: patient, memory: below.memory, now: after(600_000) })
    expect(again.action).toBe('none')
    const edited = { ...patient, version: 2 }
    expect(ask(seen(40), { policy: edited, memory: over.memory, now: after(600_000) }).action).toBe('none')
  })
})
