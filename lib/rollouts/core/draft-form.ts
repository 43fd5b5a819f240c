import { durationMs } from '@/lib/kernel/moments'
import { whoOf } from './audience'
import { type Rollout } from './model'
import { presets } from './presets'
import { type DraftForm, type DraftStage, type StageSpec } from './schema'

/** Limits are typed per 1,000 people; kept to six digits, so that no float shows. */
const perThousand = (rate: number): string => String(Number((rate * 1000).toPrecision(6)))

/** A stage as its fields show it. */
export function stageFields({ weight, minSoak, minUnits, margin, disciplines }: StageSpec): DraftStage {
  return {
    weight: String(weight),
    soakH: String(Number((durationMs(minSoak) / 3_600_000).toFixed(4))),
    minUnits: minUnits === null ? '' : String(minUnits),
    margin: margin === null ? '' : String(margin),
    disciplines: [...disciplines],
  }
}

/** The stages of a preset; Careful unless another is named. */
export function presetStages(key: string): DraftStage[] {
  return (presets.find((preset) => preset.key === key) ?? presets[0])?.stages.map(stageFields) ?? []
}

/** What a new draft begins with: nothing known but the flag, and the careful plan. */
export function emptyForm(flag: string, environment: string): DraftForm {
  return {
    flag,
    environment,
    exposedVariant: '',
    change: '',
    people: '',
    effect: '',
    because: '',
    hypothesis: '',
    objective: '',
    acceptance: '',
    ...whoOf(null),
    minExposure: '',
    preset: 'careful',
    stages: presetStages('careful'),
    holdback: '',
    policy: 'careful',
    guardrails: [],
    goals: [],
    rollbackPlan: '',
    reversible: '',
    lost: '',
    escalation: '',
    onCall: '',
    playbook: '',
    overlapsSeen: false,
  }
}

/** The form of a rollout that is there: to edit a draft, or to begin a new rollout from an ended one. */
export function formOf(rollout: Rollout): DraftForm {
  const { brief } = rollout
  const stages = rollout.stages.map(stageFields)
  const preset = presets.find(({ stages: own }) => JSON.stringify(own.map(stageFields)) === JSON.stringify(stages))
  return {
    ...emptyForm(rollout.flagKey, rollout.environmentKey),
    exposedVariant: rollout.exposedVariant,
    hypothesis: rollout.hypothesis,
    ...whoOf(rollout.audience),
    preset: presetKey(preset?.key),
    stages,
    holdback: rollout.holdback === 0 ? '' : String(rollout.holdback),
    policy: rollout.policyKey,
    guardrails: rollout.guardrails.map(({ metric, critical, limit }) => ({
      metric,
      critical,
      limit: limit === null ? '' : perThousand(limit),
    })),
    goals: [...rollout.goals],
    rollbackPlan: rollout.rollbackPlan,
    ...(brief && {
      objective: brief.objective,
      acceptance: brief.acceptance,
      reversible: brief.reversible === null ? '' : brief.reversible ? 'yes' : 'no',
      lost: brief.lost,
      escalation: brief.escalation,
      onCall: brief.onCall,
      playbook: brief.playbook ?? '',
    }),
  }
}

function presetKey(key: string | undefined): DraftForm['preset'] {
  return key === 'careful' || key === 'standard' || key === 'fast' ? key : 'own'
}
