import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCompileInput, anyContext } from './arbitraries'
import { eligibilityOf } from './eligibility'
import { explain } from './explain'
import { opensStratum } from './opens-stratum'
import { inlineAnswers } from './prerequisites'
import type { Condition, FlagTargeting, Rule, RolloutServing } from './schema'
import { flattenSegments } from './segments'

const pro: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const free: Condition = { attribute: 'plan', op: 'in', values: ['free'] }
const serving: RolloutServing = {
  rolloutId: 'rol_000000000001',
  stageId: 'stg_000000000001',
  salt: 's',
  exposedVariant: 'on',
  safeVariant: 'off',
  share: 25_000,
  audience: null,
}
const rollout = (more: Partial<RolloutServing> = {}): Rule => ({ kind: 'rollout', serving: { ...serving, ...more } })
const serve = (when: Condition | null, variant = 'off'): Rule => ({ kind: 'serve', when, variant })
const split = (when: Condition | null): Rule => ({ kind: 'split', when, salt: 'x', weights: [['on', 100_000]] })
const staff = (rule: Condition) => new Map([['staff', rule]])
const eligible = (rules: Rule[], segments = staff(pro), answers = new Map()) =>
  eligibilityOf({ rules }, { answers, segments })

const base = [serve(pro), rollout()]
const cases: [string, Rule[], Rule[], boolean][] = [
  ['another rule in front', [rollout()], base, true],
  ['a rule in front that goes', base, [rollout()], true],
  ['other people in front', base, [serve(free), rollout()], true],
  ['the rollout before its rule', base, [rollout(), serve(pro)], true],
  ['everyone in front, or those with a key', [serve(null), rollout()], [split(null), rollout()], true],
  ['another audience', base, [serve(pro), rollout({ audience: free })], true],
  ['what a rule in front gives', base, [serve(pro, 'on'), rollout()], false],
  [
    'two rules in front that change places',
    [serve(pro), serve(free), rollout()],
    [serve(free), serve(pro), rollout()],
    false,
  ],
  ['a rule behind the rollout', base, [...base, serve(free)], false],
  [
    'a larger share in another stage',
    base,
    [serve(pro), rollout({ share: 50_000, stageId: 'stg_000000000002' })],
    false,
  ],
]

describe('who comes to the rollout', () => {
  test.each(cases)('%s', (_, before, after, others) => {
    expect(eligible(before) !== eligible(after)).toBe(others)
    expect(opensStratum({ rules: before }, { rules: after })).toBe(others)
  })

  test('a segment in front that is about others is told from what it was; one behind is not looked at', () => {
    const named = [serve({ segment: 'staff' }), rollout()]
    expect(eligible(named, staff(pro))).not.toBe(eligible(named, staff(free)))
    expect(eligible(named.toReversed(), staff(pro))).toBe(eligible(named.toReversed(), staff(free)))
  })

  test('a prerequisite in front that answers otherwise is seen', () => {
    const needing = [serve({ flag: 'base', variants: ['on'] }), rollout()]
    expect(eligible(needing, staff(pro), new Map([['base', 'on']]))).not.toBe(
      eligible(needing, staff(pro), new Map([['base', 'off']])),
    )
  })

  test('without a rollout there is nothing to tell', () => {
    expect(eligible([serve(pro)])).toBeNull()
    expect(opensStratum({ rules: [serve(pro)] }, base.length > 0 ? { rules: base } : { rules: [] })).toBe(false)
  })
})

test('equal texts mean the same people, whatever the rules in front give and in whatever order', () => {
  fc.assert(
    fc.property(
      anyCompileInput,
      fc.array(anyContext, { minLength: 1, maxLength: 5 }),
      ({ flags, segments }, people) => {
        const [flag] = flags
        const flat = flattenSegments(segments)
        const answers = inlineAnswers(flags)
        if (!flag || !flat.ok || !answers.ok) return
        const { targeting } = flag
        const at = targeting.rules.findIndex(({ kind }) => kind === 'rollout')
        if (at < 0) return
        const front = targeting.rules.slice(0, at).toReversed().map(givesOther)
        const changed: FlagTargeting = { ...targeting, rules: [...front, ...targeting.rules.slice(at)] }
        const around = { answers: answers.value, segments: flat.value }
        expect(eligibilityOf(changed, around)).toBe(eligibilityOf(targeting, around))
        const comes = (some: FlagTargeting, context: Record<string, unknown>) => {
          const why = explain({ ...flag, targeting: some }, segments, { ...context }, 0, flags.slice(1))
          return why.ok && why.value.because === 'rule' && some.rules[why.value.index]?.kind === 'rollout'
        }
        for (const person of people) expect(comes(changed, person)).toBe(comes(targeting, person))
      },
    ),
    { numRuns: 150 },
  )
})

const givesOther = (rule: Rule): Rule => (rule.kind === 'serve' ? { ...rule, variant: 'off' } : rule)
