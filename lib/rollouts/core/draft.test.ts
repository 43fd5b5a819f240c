import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRollout } from './a-rollout'
import { audienceOf, audienceWords, valuesOf, whoOf } from './audience'
import { emptyForm, formOf, presetStages } from './draft-form'
import { inputOf, problemsOf } from './draft-input'
import { hypothesisOf, hypothesisSentence } from './hypothesis'
import { presets } from './presets'
import { CreateRolloutInput, DraftForm, type DraftForm as Form } from './schema'

const complete: Form = {
  ...emptyForm('checkout-v2', 'production'),
  change: 'one page instead of three',
  people: 'new customers',
  effect: 'raise completed checkouts by 1 pp',
  because: 'address entry is where they stop',
  guardrails: [{ metric: 'payment_errors', critical: true, limit: '3' }],
  rollbackPlan: 'Stop exposure.',
  reversible: 'yes',
}

test('a hypothesis is built of its parts, and one’s own words win', () => {
  expect(hypothesisSentence(complete)).toBe(
    'We believe one page instead of three for new customers will raise completed checkouts by 1 pp because address entry is where they stop.',
  )
  expect(hypothesisOf({ ...complete, hypothesis: ' Mine. ' })).toBe('Mine.')
  expect(hypothesisSentence({ ...complete, effect: ' . ' })).toBe('')
  expect(hypothesisSentence({ ...complete, people: '', because: '' })).toBe(
    'We believe one page instead of three will raise completed checkouts by 1 pp.',
  )
})

test('the own limit of a mean is in its unit, that of a rate per 1,000 people', () => {
  const guardrails = [
    { metric: 'payment_errors', critical: true, limit: '3' },
    { metric: 'load_time', critical: false, limit: '40', unit: 'ms' },
    { metric: 'spent', critical: false, limit: '2500', unit: 'EUR' },
  ]
  expect(problemsOf({ ...complete, guardrails })).toEqual([])
  expect(inputOf({ ...complete, guardrails }).guardrails).toMatchObject([
    { limit: 0.003 },
    { limit: 40 },
    { limit: 2500 },
  ])
})

test('a complete form has no problems and is a rollout that the command takes', () => {
  expect(problemsOf(complete)).toEqual([])
  const input = CreateRolloutInput.parse(inputOf(complete))
  expect(input).toMatchObject({
    flag: 'checkout-v2',
    guardrails: [{ metric: 'payment_errors', critical: true, limit: 0.003 }],
    brief: { reversible: true },
  })
  expect(input.stages.map(({ weight, minSoak }) => [weight, minSoak])).toEqual([
    [1, 'PT2H'],
    [5, 'PT12H'],
    [25, 'P1D'],
    [50, 'P1D'],
    [100, 'P1D'],
  ])
})

const stage = { weight: '1', soakH: '1', minUnits: '', margin: '', disciplines: [] }
test.each<[string, Partial<Form>, string, string]>([
  ['no flag', { flag: '' }, 'why', 'flag'],
  ['no environment', { environment: '' }, 'why', 'environment'],
  ['half a sentence', { effect: '' }, 'why', 'effect'],
  ['no sentence', { change: '' }, 'why', 'change'],
  ['no segment', { audience: 'segment' }, 'who', 'segment'],
  [
    'an attribute with a space',
    { audience: 'attribute', attribute: 'my plan', attributeValues: 'pro' },
    'who',
    'attribute',
  ],
  ['no values', { audience: 'attribute', attribute: 'plan' }, 'who', 'attributeValues'],
  ['a consent with a space', { consent: 'opted in' }, 'who', 'consent'],
  ['half a person', { minExposure: '1.5' }, 'who', 'minExposure'],
  ['no stages', { stages: [] }, 'how', 'stages'],
  ['a share in words', { stages: [{ ...stage, weight: 'some' }] }, 'how', 'weight-0'],
  ['four decimals', { stages: [{ ...stage, weight: '0.0015' }] }, 'how', 'weight-0'],
  ['more than everybody', { stages: [{ ...stage, weight: '101' }] }, 'how', 'weight-0'],
  ['a share that falls', { stages: [{ ...stage, weight: '5' }, stage] }, 'how', 'weight-1'],
  ['a negative soak', { stages: [{ ...stage, soakH: '-1' }] }, 'how', 'soak-0'],
  ['two years of soak', { stages: [{ ...stage, soakH: '17520' }] }, 'how', 'soak-0'],
  ['half a person in a stage', { stages: [{ ...stage, minUnits: '.5' }] }, 'how', 'units-0'],
  ['a margin under the limit', { stages: [{ ...stage, margin: '0.5' }] }, 'how', 'margin-0'],
  ['a holdback of a tenth', { holdback: '10' }, 'how', 'holdback'],
  ['no guardrail', { guardrails: [] }, 'how', 'guardrails'],
  [
    'a limit of nothing in its unit',
    { guardrails: [{ metric: 'm', critical: false, limit: '0', unit: 'ms' }] },
    'how',
    'limit-m',
  ],
  ['a limit of nothing', { guardrails: [{ metric: 'm', critical: false, limit: '0' }] }, 'how', 'limit-m'],
  ['no way back', { rollbackPlan: ' ' }, 'safety', 'rollbackPlan'],
  ['a loss without a name', { reversible: 'no' }, 'safety', 'lost'],
  ['a playbook that is no address', { playbook: 'the wiki' }, 'safety', 'playbook'],
  ['a playbook that is a script', { playbook: 'javascript:alert(1)' }, 'safety', 'playbook'],
])('%s is said with its part and field', (_, change, part, field) => {
  expect(problemsOf({ ...complete, ...change })).toMatchObject([{ part, field }])
})

test('a playbook is an address or nothing; drafts from before it have none', () => {
  const playbook = 'https://wiki.example.com/checkout#steps'
  expect(problemsOf({ ...complete, playbook })).toEqual([])
  expect(inputOf({ ...complete, playbook: ` ${playbook} ` }).brief?.playbook).toBe(playbook)
  expect(problemsOf({ ...complete, playbook: undefined })).toEqual([])
  expect(inputOf({ ...complete, playbook: undefined }).brief?.playbook).toBe('')
})

test('shares may be typed with a comma or a percent sign', () => {
  expect(problemsOf({ ...complete, stages: [{ ...stage, weight: '0,125 %' }] })).toEqual([])
  expect(inputOf({ ...complete, stages: [{ ...stage, weight: '0,125 %' }] }).stages[0]?.weight).toBe(0.125)
})

test('a least exposure counts where a stage names none; a goal that is a guardrail too is named once', () => {
  const input = inputOf({
    ...complete,
    minExposure: '500',
    goals: ['payment_errors', 'bookings'],
    stages: [stage, { ...stage, weight: '5', minUnits: '9' }],
  })
  expect(input.stages.map(({ minUnits }) => minUnits)).toEqual([500, 9])
  expect(input.goals).toEqual(['bookings'])
})

test('whatever is typed is kept, and either has a problem or is taken by the command', () => {
  const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', '1', '5', '25', '0.5', 'x'))
  const forms = fc.record({ weight: text, soakH: text, minUnits: text, margin: text, holdback: text, limit: text })
  fc.assert(
    fc.property(forms, ({ holdback, limit, ...fields }) => {
      const form: Form = {
        ...complete,
        holdback,
        guardrails: [{ metric: 'm', critical: false, limit }],
        stages: [{ ...fields, disciplines: [] }],
      }
      expect(DraftForm.parse(form)).toEqual(form)
      const isFit = problemsOf(form).length > 0 || CreateRolloutInput.safeParse(inputOf(form)).success
      expect(isFit).toBe(true)
    }),
  )
})

test.each(presets.map((preset) => [preset.key, preset] as const))('the preset %s survives the form', (key, preset) => {
  const input = inputOf({ ...complete, stages: presetStages(key) })
  expect(input.stages).toEqual(preset.stages.map((each) => ({ ...each, disciplines: [...each.disciplines] })))
})

test('a rollout, its form, and the rollout again are the same plan', () => {
  const rollout = aRollout({
    audience: { all: [{ attribute: 'plan', op: 'in', values: ['pro'] }, { not: { segment: 'staff' } }] },
    guardrails: [{ metric: 'payment_errors', critical: true, limit: 0.0035 }],
    holdback: 2.5,
  })
  const input = inputOf(formOf(rollout))
  expect(input).toMatchObject({
    flag: rollout.flagKey,
    hypothesis: rollout.hypothesis,
    audience: rollout.audience,
    holdback: 2.5,
    guardrails: [{ metric: 'payment_errors', critical: true, limit: 0.0035 }],
  })
  expect(problemsOf(formOf(rollout))).toEqual([])
})

test.each([
  [null, 'everybody'],
  [{ segment: 'beta' }, 'people in the segment beta'],
  [{ not: { segment: 'staff' } }, 'people, not in staff'],
  [
    {
      all: [{ segment: 'beta' }, { attribute: 'consent', op: 'in' as const, values: [true, 'true', 'yes', 'granted'] }],
    },
    'people in the segment beta, who opted in (consent)',
  ],
  [{ any: [{ segment: 'a' }, { segment: 'b' }] }, 'people whom its own rule names'],
])('the rule %j keeps its meaning through the form: %s', (condition, words) => {
  expect(audienceOf(whoOf(condition))).toEqual(condition)
  expect(audienceWords(condition)).toBe(words)
})

test('numbers and yes are meant in either form', () => {
  expect(valuesOf('pro, 7,true,, 1e3')).toEqual(['pro', '7', 7, 'true', true, '1e3'])
})
