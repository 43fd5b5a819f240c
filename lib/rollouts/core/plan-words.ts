import { plural, share } from '@/lib/kernel/format'
import { durationWords } from '@/lib/kernel/format-time'
import { audienceWords } from './audience'
import { type Brief, type GuardrailSpec, type StageSpec } from './schema'
import { type Rollout } from './model'
import { listed } from './words'

type Plan = Pick<
  Rollout,
  | 'flagKey'
  | 'environmentKey'
  | 'hypothesis'
  | 'rollbackPlan'
  | 'audience'
  | 'holdback'
  | 'policyKey'
  | 'guardrails'
  | 'goals'
> & { stages: readonly StageSpec[]; brief?: Brief | null | undefined }

/** A plan as one reads it aloud to whoever has to agree. */
export function planParagraph(plan: Plan): string {
  const { stages, brief } = plan
  const total = stages.map(({ weight }) => share(weight)).join(', ')
  const signed = [...new Set(stages.flatMap(({ disciplines }) => disciplines))]
  const holdback = plan.holdback > 0 ? ` ${share(plan.holdback)} stay on the old version to the end.` : ''
  const signs = signed.length > 0 ? `, with sign-offs by ${listed(signed)}` : ''
  const goals = plan.goals.length > 0 ? ` It is meant to win on ${listed(plan.goals)}.` : ''
  const lost =
    brief?.reversible === false
      ? ` Rolling back loses something: ${brief.lost}`
      : brief?.reversible
        ? ' Rolling back loses nothing.'
        : ''
  return (
    `${plan.flagKey} goes to ${audienceWords(plan.audience)} in ${plan.environmentKey}, ` +
    `in ${plural(stages.length, 'stage', 'stages')} (${total})${signs}.${holdback} ` +
    `The policy ${plan.policyKey} watches ${listed(plan.guardrails.map(({ metric }) => metric))} in every state ` +
    `and may pause, stop or roll back.${goals} Way back: ${sentence(plan.rollbackPlan)}${lost}`
  )
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** A plan as lines of YAML: what a diff compares. */
export function planLines(plan: Plan): string[] {
  const { brief } = plan
  return [
    `flag: ${plan.flagKey}`,
    `environment: ${plan.environmentKey}`,
    `hypothesis: ${quoted(plan.hypothesis)}`,
    ...(brief?.objective ? [`objective: ${quoted(brief.objective)}`] : []),
    ...(brief?.acceptance ? [`acceptance: ${quoted(brief.acceptance)}`] : []),
    `audience: ${quoted(audienceWords(plan.audience))}`,
    `holdback: ${plan.holdback}`,
    `policy: ${plan.policyKey}`,
    'stages:',
    ...plan.stages.map(stageLine),
    'guardrails:',
    ...plan.guardrails.map(guardrailLine),
    ...(plan.goals.length > 0 ? [`goals: [${plan.goals.join(', ')}]`] : []),
    `rollbackPlan: ${quoted(plan.rollbackPlan)}`,
    ...(brief ? [`reversible: ${brief.reversible ?? 'not said'}`] : []),
    ...(brief?.lost ? [`lost: ${quoted(brief.lost)}`] : []),
    ...(brief?.escalation ? [`escalation: ${quoted(brief.escalation)}`] : []),
    ...(brief?.onCall ? [`onCall: ${quoted(brief.onCall)}`] : []),
    ...(brief?.playbook ? [`playbook: ${quoted(brief.playbook)}`] : []),
  ]
}

const quoted = (text: string): string => JSON.stringify(text)

function stageLine({ weight, minSoak, disciplines, minUnits, margin }: StageSpec): string {
  const more = [
    disciplines.length > 0 ? `sign-offs: [${disciplines.join(', ')}]` : '',
    minUnits === null ? '' : `minUnits: ${minUnits}`,
    margin === null ? '' : `margin: ${margin}`,
  ].filter(Boolean)
  return `  - ${[`weight: ${weight}`, `soak: ${durationWords(minSoak)}`, ...more].join(', ')}`
}

const guardrailLine = ({ metric, critical, limit }: GuardrailSpec): string =>
  `  - ${metric}${critical ? ' (critical)' : ''}${limit === null ? '' : `, limit: ${limit}`}`

export type DiffLine = { sign: ' ' | '+' | '-'; text: string }

/** Lines that stay, go and come, by the longest common run; plans have tens of lines. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = before.map(() => Array.from({ length: after.length }, () => 0))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = common[i]
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]]
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old })
      i += 1
      j += 1
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: old })
      i += 1
    } else if (fresh !== undefined) {
      lines.push({ sign: '+', text: fresh })
      j += 1
    }
  }
  return lines
}
