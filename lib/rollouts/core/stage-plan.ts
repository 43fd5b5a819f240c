import { share } from '@/lib/kernel/format'
import { type StageId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { minutes } from '@/lib/kernel/time'
import { type StageIds } from './facts'
import { type Stage } from './model'
import { type CreateRolloutInput, type GuardrailSpec, type StageSpec } from './schema'
import { shareOf } from './stages'

type StageInput = CreateRolloutInput['stages'][number]
type GuardrailInput = CreateRolloutInput['guardrails'][number]

/** A stage as written, with what it leaves out filled in: one hour, no sign-off, no wider margin. */
export function stageSpec(input: StageInput): StageSpec {
  return {
    weight: input.weight,
    minSoak: input.minSoak ?? minutes(60),
    disciplines: [...new Set(input.disciplines ?? [])],
    minUnits: input.minUnits ?? input.gates?.minUnits ?? null,
    margin: input.margin ?? input.gates?.margin ?? null,
  }
}

const sameSpec = (a: StageSpec, b: StageSpec): boolean =>
  a.weight === b.weight &&
  a.minSoak === b.minSoak &&
  a.minUnits === b.minUnits &&
  a.margin === b.margin &&
  a.disciplines.join() === b.disciplines.join()

/**
 * Stages with ids. A stage that stays as it was keeps its id, and with it its approvals; a new or changed one gets the
 * next of `ids`, since an id has meant one share from the moment it was served.
 */
export function planned(specs: readonly StageSpec[], ids: StageIds, before: readonly Stage[] = []): Stage[] {
  const fresh = [...ids]
  const take = (): StageId => {
    const id = fresh.shift()
    if (id === undefined) throw new Error(`${specs.length} stages need more than ${ids.length} ids`)
    return id
  }
  return specs.map((spec, position) => {
    const was = before[position]
    return { ...spec, position, id: was && sameSpec(was, spec) ? was.id : take() }
  })
}

export const keepsStages = (before: readonly Stage[], specs: readonly StageSpec[], upTo: number): boolean =>
  before.slice(0, upTo).every((stage, i) => {
    const spec = specs[i]
    return spec !== undefined && sameSpec(stage, spec)
  })

/** A ramp only ever adds people: shares rise from stage to stage, also after the holdback is taken off. */
export function planRefusal(specs: readonly StageSpec[], holdback: number): Refusal | null {
  if (specs.length === 0) return refuse('stages-needed', 'It has no stages', { field: 'stages' })
  for (const [i, spec] of specs.entries()) {
    const before = specs[i - 1]
    const field = `stages.${i}.weight`
    if (before && spec.weight <= before.weight) {
      const message = `Stage ${i + 1} has ${share(spec.weight)}, no more than stage ${i} with ${share(before.weight)}`
      return refuse('weights-not-increasing', message, { remedy: 'Let each stage have more than the last', field })
    }
    if (before && shareOf({ holdback }, spec) <= shareOf({ holdback }, before)) {
      const message = `The holdback of ${share(holdback)} leaves stage ${i + 1} no more people than stage ${i}`
      return refuse('holdback-covers-stage', message, {
        remedy: 'Make the holdback or the stage before smaller',
        field,
      })
    }
  }
  return null
}

/** Guardrails by name or in full. A weight above 1 says critical: the engine knows these two classes (statistics §2f). */
export function guardrailSpec(input: GuardrailInput): GuardrailSpec {
  if (typeof input === 'string') return { metric: input, critical: false, limit: null }
  return { metric: input.metric, critical: input.critical ?? (input.weight ?? 1) > 1, limit: input.limit ?? null }
}

/** @param known keys of the metrics of the workspace; null: not to be checked here */
export function metricsRefusal(
  guardrails: readonly GuardrailSpec[],
  goals: readonly string[],
  known: ReadonlySet<string> | null,
): Refusal | null {
  const named = [
    ...guardrails.map(({ metric }, i) => ({ metric, field: `guardrails.${i}` })),
    ...goals.map((metric, i) => ({ metric, field: `goals.${i}` })),
  ]
  const seen = new Set<string>()
  for (const { metric, field } of named) {
    if (known && !known.has(metric)) {
      return refuse('unknown-metric', `There is no metric '${metric}'`, { remedy: 'Create it first', field })
    }
    if (seen.has(metric)) {
      return refuse('duplicate-metric', `'${metric}' is named twice`, { remedy: 'Name each metric once', field })
    }
    seen.add(metric)
  }
  return null
}
