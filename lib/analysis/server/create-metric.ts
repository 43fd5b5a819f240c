import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { defineMetric } from '../core/metric'
import { CreateMetricInput, type MetricView } from '../core/schema'
import { insertMetric } from './metric-rows'

/** A new metric from what a person or a program writes. Rollouts started from now on can guard it. */
export const createMetric = command<CreateMetricInput, MetricView>({
  name: 'metric.create',
  permission: 'metric.edit',
  input: CreateMetricInput,
  async run({ tx, actor, now }, input) {
    const defined = defineMetric(input)
    if (!defined.ok) return defined
    const created = await insertMetric(tx, actor.workspaceId, defined.value, {
      actorId: actor.id,
      actorName: actor.name,
      note: '',
      now,
    })
    if (!created) {
      return refuse('metric-exists', `There is a metric ${input.key} already.`, {
        field: 'key',
        remedy: 'Choose another key.',
      })
    }
    return {
      ok: true,
      value: created,
      object: { kind: 'metric', id: created.id },
      detail: { definition: JSON.parse(JSON.stringify(defined.value)) },
      topics: [{ topic: 'metrics', id: created.id, version: created.version }],
    }
  },
})
