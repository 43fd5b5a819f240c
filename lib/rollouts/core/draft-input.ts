import { audienceOf } from './audience'
import { hypothesisOf } from './hypothesis'
import { Brief, type CreateRolloutInput, type DraftForm, type DraftProblem } from './schema'
import { isCountOrEmpty, optional, specOf, stageProblems } from './stage-fields'
import { planRefusal, stageSpec } from './stage-plan'

/** What is missing or wrong in a draft, part by part, each with the field it is about. */
export function problemsOf(form: DraftForm): DraftProblem[] {
  return [...why(form), ...who(form), ...how(form), ...safety(form)]
}

function why(form: DraftForm): DraftProblem[] {
  const found: DraftProblem[] = []
  const say = (field: string, message: string) => found.push({ part: 'why', field, message })
  if (form.flag === '') say('flag', 'Choose the flag')
  if (form.environment === '') say('environment', 'Choose the environment')
  if (hypothesisOf(form) === '') {
    say(form.change.trim() === '' ? 'change' : 'effect', 'Finish the hypothesis: what you change, and what it will do')
  }
  return found
}

function who(form: DraftForm): DraftProblem[] {
  const found: DraftProblem[] = []
  const say = (field: string, message: string) => found.push({ part: 'who', field, message })
  if (form.audience === 'segment' && form.segment === '') say('segment', 'Choose the segment')
  if (form.audience === 'attribute') {
    if (!isAttribute(form.attribute)) say('attribute', 'Name the attribute: letters, digits, dot, dash or underscore')
    if (form.attributeValues.trim() === '') say('attributeValues', 'Say which values')
  }
  if (form.consent.trim() !== '' && !isAttribute(form.consent)) {
    say('consent', 'Name the attribute that holds the consent: letters, digits, dot, dash or underscore')
  }
  if (!isCountOrEmpty(form.minExposure)) say('minExposure', 'A whole number of people, or nothing')
  return found
}

const isAttribute = (text: string): boolean => /^[A-Za-z_][\w.-]{0,99}$/.test(text.trim())

function how(form: DraftForm): DraftProblem[] {
  const found: DraftProblem[] = []
  const say = (field: string, message: string) => found.push({ part: 'how', field, message })
  if (form.stages.length === 0) say('stages', 'Add a stage')
  for (const [i, stage] of form.stages.entries()) for (const wrong of stageProblems(stage, i)) say(...wrong)
  const holdback = optional(form.holdback)
  const fitHoldback = holdback === null || (holdback >= 0 && holdback <= 5)
  if (!fitHoldback) say('holdback', 'A holdback is 0 to 5%')
  if (found.length === 0) {
    const refusal = planRefusal(
      form.stages.map((stage) => stageSpec(specOf(stage, null))),
      holdback ?? 0,
    )
    if (refusal) say(fieldOfStage(refusal.field), `${refusal.message}. ${refusal.remedy ?? ''}`.trim())
  }
  if (form.guardrails.length === 0) say('guardrails', 'Choose at least one guardrail: what must not get worse')
  for (const { metric, limit, unit } of form.guardrails) {
    const n = optional(limit)
    const most = unit === undefined ? PER : Infinity
    if (n !== null && !(n > 0 && n <= most))
      say(
        `limit-${metric}`,
        `The limit of ${metric} is a number ${unit === undefined ? 'per 1,000 people' : 'above 0'}`,
      )
  }
  if (form.policy === '') say('policy', 'Choose the policy')
  return found
}

/** Limits of rates are written per 1,000 people. */
const PER = 1000

/** `stages.2.weight` as the field of the form. */
const fieldOfStage = (field: string | undefined): string => `weight-${/\d+/.exec(field ?? '')?.[0] ?? '0'}`

function safety(form: DraftForm): DraftProblem[] {
  const found: DraftProblem[] = []
  const say = (field: string, message: string) => found.push({ part: 'safety', field, message })
  if (form.rollbackPlan.trim() === '') say('rollbackPlan', 'Say how people get back to the old version')
  if (form.reversible === 'no' && form.lost.trim() === '') say('lost', 'Say what is lost when it is rolled back')
  if (!isAddress(form.playbook?.trim() ?? '')) say('playbook', 'An address that begins with https:// or http://')
  return found
}

const isAddress = (text: string): boolean => Brief.shape.playbook.safeParse(text).success

/** The rollout that a draft without problems describes. A least exposure counts where a stage names none. */
export function inputOf(form: DraftForm): CreateRolloutInput {
  const least = optional(form.minExposure)
  return {
    flag: form.flag,
    environment: form.environment,
    hypothesis: hypothesisOf(form),
    rollbackPlan: form.rollbackPlan.trim(),
    policy: form.policy,
    stages: form.stages.map((stage) => specOf(stage, least)),
    guardrails: form.guardrails.map(({ metric, critical, limit, unit }) => {
      const n = optional(limit)
      return { metric, critical, ...(n === null ? {} : { limit: unit === undefined ? n / PER : n }) }
    }),
    goals: form.goals.filter((goal) => form.guardrails.every(({ metric }) => metric !== goal)),
    audience: audienceOf(form),
    ...(form.exposedVariant === '' ? {} : { exposedVariant: form.exposedVariant }),
    holdback: optional(form.holdback) ?? 0,
    brief: {
      objective: form.objective.trim(),
      acceptance: form.acceptance.trim(),
      reversible: form.reversible === '' ? null : form.reversible === 'yes',
      lost: form.reversible === 'no' ? form.lost.trim() : '',
      escalation: form.escalation.trim(),
      onCall: form.onCall.trim(),
      playbook: form.playbook?.trim() ?? '',
      overlapsSeen: form.overlapsSeen,
    },
  }
}
