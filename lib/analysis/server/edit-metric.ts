import { type Member } from '@/lib/kernel/actor'
import { refuse } from '@/lib/kernel/result'
import { command, type Committed } from '@/lib/platform/command'
import { readMeasuring } from '@/lib/rollouts/server/contract'
import { editMetric as edited } from '../core/metric'
import { changesOf, measuresOtherwise } from '../core/metric-change'
import { ArchiveMetricInput, EditMetricInput, type MetricDefinition, type MetricView } from '../core/schema'
import { lockMetric, saveMetric } from './metric-rows'

const staleVersion = refuse('stale-version', 'Somebody edited this metric meanwhile. Nothing was changed.', {
  remedy: 'Look again, then save.',
})

/**
 * The next version of a metric. Where it counts something else from now on, running rollouts that use it say that their
 * comparison is broken; what they were stopped by before stays.
 */
export const editMetric = command<EditMetricInput, MetricView>({
  name: 'metric.edit',
  permission: 'metric.edit',
  input: EditMetricInput,
  async run({ tx, actor, now }, input) {
    const before = await lockMetric(tx, actor.workspaceId, input.key)
    if (!before) return refuse('not-found', `There is no metric ${input.key} here.`)
    if (before.version !== input.expectedVersion) return staleVersion
    if (before.archivedAt) {
      return refuse('metric-archived', 'The metric is archived.', { remedy: 'Bring it back first.' })
    }
    const was = definitionOf(before)
    const defined = edited(was, input)
    if (!defined.ok) return defined
    const changed = changesOf(was, defined.value)
    if (changed.length === 0) return refuse('nothing-changed', 'This is how the metric is already.')
    const measuredSince = measuresOtherwise(was, defined.value) ? before.version + 1 : before.measuredSince
    const after = { definition: defined.value, measuredSince, archivedAt: null }
    const author = { actorId: actor.id, actorName: actor.name, note: input.note, now }
    const saved = await saveMetric(tx, actor.workspaceId, before, after, author)
    const broken = measuredSince === before.measuredSince ? [] : await liveNames(tx, actor, input.key)
    return committed(saved, { note: input.note, changed, broken })
  },
})

/** Takes a metric out of what new rollouts may choose. Refused while one that is under way measures it. */
export const archiveMetric = command<ArchiveMetricInput, MetricView>({
  name: 'metric.archive',
  permission: 'metric.edit',
  input: ArchiveMetricInput,
  async run({ tx, actor, now }, { key, expectedVersion, note }) {
    const before = await lockMetric(tx, actor.workspaceId, key)
    if (!before) return refuse('not-found', `There is no metric ${key} here.`)
    if (before.version !== expectedVersion) return staleVersion
    if (before.archivedAt) return refuse('metric-archived', 'The metric is archived already.')
    const live = await liveNames(tx, actor, key)
    if (live.length > 0) {
      return refuse('metric-in-use', `${key} is measured by ${live.slice(0, 5).join(', ')}.`, {
        remedy: 'Wait until they have ended.',
      })
    }
    const after = { definition: definitionOf(before), measuredSince: before.measuredSince, archivedAt: now }
    const author = { actorId: actor.id, actorName: actor.name, note, now }
    return committed(await saveMetric(tx, actor.workspaceId, before, after, author), { note })
  },
})

/** Brings an archived metric back as it was. */
export const unarchiveMetric = command<ArchiveMetricInput, MetricView>({
  name: 'metric.unarchive',
  permission: 'metric.edit',
  input: ArchiveMetricInput,
  async run({ tx, actor, now }, { key, expectedVersion, note }) {
    const before = await lockMetric(tx, actor.workspaceId, key)
    if (!before) return refuse('not-found', `There is no metric ${key} here.`)
    if (before.version !== expectedVersion) return staleVersion
    if (!before.archivedAt) return refuse('not-archived', 'The metric is not archived.')
    const after = { definition: definitionOf(before), measuredSince: before.measuredSince, archivedAt: null }
    const author = { actorId: actor.id, actorName: actor.name, note, now }
    return committed(await saveMetric(tx, actor.workspaceId, before, after, author), { note })
  },
})

const liveNames = async (tx: Parameters<typeof readMeasuring>[0], { workspaceId }: Member, key: string) =>
  (await readMeasuring(tx, workspaceId, key)).flatMap(({ state, name }) => (state === 'live' ? name : []))

function definitionOf(metric: MetricView): MetricDefinition {
  const { id: _, version: __, measuredSince: ___, archivedAt: ____, createdAt: _____, ...definition } = metric
  return definition
}

function committed(
  value: MetricView,
  detail: { note: string; changed?: string[]; broken?: string[] },
): Committed<MetricView> {
  return {
    ok: true,
    value,
    object: { kind: 'metric', id: value.id },
    detail: JSON.parse(JSON.stringify({ ...detail, definition: definitionOf(value) })),
    topics: [{ topic: 'metrics', id: value.id, version: value.version }],
  }
}
