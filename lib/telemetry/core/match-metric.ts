import { type EnvironmentId } from '@/lib/kernel/id'
import { type TrackRecord } from './model'
import { type Counted, type MeasurementPlan } from './schema'

/** Whether a track event is one that is counted: by name, by attribute, by least value. */
export function matches(metric: Counted, event: Pick<TrackRecord, 'name' | 'value' | 'attributes'>): boolean {
  if (metric.event !== event.name) return false
  if (metric.atLeast !== null && (event.value === null || event.value < metric.atLeast)) return false
  if (metric.where === null) return true
  const { attribute, values } = metric.where
  const held = Object.hasOwn(event.attributes, attribute) ? event.attributes[attribute] : undefined
  return held !== undefined && values.includes(held)
}

const NONE: readonly MeasurementPlan[] = []

/** Plans that count events of this name in this environment, found without walking all plans for every record. */
export class PlanIndex {
  readonly #plans: Map<string, MeasurementPlan>
  readonly #byEvent = new Map<string, Map<EnvironmentId, MeasurementPlan[]>>()

  constructor(plans: readonly MeasurementPlan[]) {
    this.#plans = new Map(plans.map((plan) => [plan.rolloutId, plan]))
    for (const plan of plans) {
      for (const name of new Set(plan.metrics.map((metric) => metric.event))) {
        const inEnvironment = this.#byEvent.get(name) ?? new Map<EnvironmentId, MeasurementPlan[]>()
        this.#byEvent.set(name, inEnvironment)
        inEnvironment.set(plan.environmentId, [...(inEnvironment.get(plan.environmentId) ?? []), plan])
      }
    }
  }

  plan(rolloutId: string): MeasurementPlan | null {
    return this.#plans.get(rolloutId) ?? null
  }

  counting(environmentId: EnvironmentId, event: string): readonly MeasurementPlan[] {
    return this.#byEvent.get(event)?.get(environmentId) ?? NONE
  }
}
