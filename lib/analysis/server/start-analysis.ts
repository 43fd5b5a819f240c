import { canonicalJson } from '@/lib/kernel/hash'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { sha256 } from '@/lib/platform/audit'
import { type Tx } from '@/lib/platform/database'
import { type Rollout } from '@/lib/rollouts/core/model'
import { copyVersions } from '@/lib/rollouts/server/contract'
import { type PastMetric } from '@/lib/telemetry/core/model'
import { type MeasurementPlan, type PlanMetric } from '@/lib/telemetry/core/schema'
import { putMeasurementPlan, readHistory } from '@/lib/telemetry/server/contract'
import { type AnalysisConfig, freezeConfig, type MetricChoice } from '../core/config'
import { type MetricView, type PolicyView } from '../core/schema'
import { startEngine } from '../core/stage'
import { freshMemory } from '../core/stored'
import { readMetrics } from './metric-rows'
import { readPolicy } from './policies'
import { planMetric } from './plan-metric'
import { type PresentStage } from './present-stage'
import { insertStored, logChange } from './stored-rows'

export type Prepared = { config: AnalysisConfig; metrics: MetricView[]; policy: PolicyView }

/**
 * What a rollout would be judged by if it started now. Refused when it names a metric or a policy that is not there, or
 * a limit that protects nothing.
 * @param environmentId where it starts: then what people did before is read and frozen, too
 */
export async function prepareAnalysis(
  tx: Tx,
  workspaceId: WorkspaceId,
  rollout: Rollout,
  now: Instant,
  environmentId: EnvironmentId | null = null,
): Promise<Outcome<Prepared>> {
  const policy = await readPolicy(tx, workspaceId, rollout.policyKey)
  if (!policy) return refuse('unknown-policy', `There is no policy ${rollout.policyKey}.`, { field: 'policy' })
  const guarded = rollout.guardrails.map(({ metric }) => metric)
  const wanted = [...guarded, ...rollout.goals.filter((key) => !guarded.includes(key))]
  const known = new Map((await readMetrics(tx, workspaceId, wanted)).map((metric) => [metric.key, metric]))
  const missing = wanted.find((key) => !known.has(key))
  if (missing !== undefined) {
    return refuse('unknown-metric', `There is no metric ${missing}.`, {
      field: guarded.includes(missing) ? 'guardrails' : 'goals',
      remedy: 'Create the metric first.',
    })
  }
  const metrics = wanted.flatMap((key) => known.get(key) ?? [])
  const archived = metrics.find(({ archivedAt }) => archivedAt !== null)
  if (archived) {
    return refuse('metric-archived', `The metric ${archived.key} is archived.`, {
      field: guarded.includes(archived.key) ? 'guardrails' : 'goals',
      remedy: 'Bring it back, or take another one.',
    })
  }
  const freeze = (past: readonly PastMetric[] | null) =>
    freezeConfig({
      rolloutId: rollout.id,
      at: now,
      stages: rollout.stages.map(({ id }) => id),
      metrics: metrics.map((metric, k) => choiceOf(rollout, metric, past?.[k] ?? null)),
    })
  const plain = freeze(null)
  if (!plain.ok || environmentId === null)
    return plain.ok ? ok({ config: sealed(plain.value), metrics, policy }) : plain
  const past = await readHistory(tx, {
    workspaceId,
    environmentId,
    flagKey: rollout.flagKey,
    variants: [rollout.safeVariant, 'control'],
    metrics: planOf(metrics, plain.value),
    now,
  })
  const frozen = freeze(past)
  return frozen.ok ? ok({ config: sealed(frozen.value), metrics, policy }) : frozen
}

const sealed = (config: AnalysisConfig): AnalysisConfig => ({
  ...config,
  hash: sha256(canonicalJson(JSON.parse(JSON.stringify(config)))),
})

const planOf = (metrics: readonly MetricView[], config: AnalysisConfig): PlanMetric[] =>
  metrics.flatMap((metric, k) => {
    const own = config.metrics[k]
    return own ? [planMetric(metric, own)] : []
  })

/** The first stage begins: configuration frozen, first start opened, and ingest told what to measure. */
export async function startAnalysis(
  tx: Tx,
  where: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  rollout: Rollout,
  present: PresentStage,
  now: Instant,
): Promise<Refusal | null> {
  const { workspaceId, environmentId } = where
  const prepared = await prepareAnalysis(tx, workspaceId, rollout, now, environmentId)
  if (!prepared.ok) return prepared
  const { config, metrics } = prepared.value
  const { stage, share } = present
  const opening = { id: stage.id, share, position: stage.position, at: now }
  const place = { workspaceId, rolloutId: rollout.id }
  const changeSeq = await logChange(tx, place, { kind: 'start', config, stage: opening }, now)
  const engine = startEngine(config, opening)
  const memory = { ...freshMemory(stage.id), changeSeq }
  await insertStored(tx, place, { config, state: { engine, memory }, position: '' }, now)
  const plan: MeasurementPlan = {
    rolloutId: rollout.id,
    environmentId,
    flagKey: rollout.flagKey,
    version: 1,
    exposedVariant: rollout.exposedVariant,
    baselineVariant: 'control',
    metrics: planOf(metrics, config),
  }
  await putMeasurementPlan(tx, workspaceId, plan, now)
  await tellVersions(tx, workspaceId, rollout, prepared.value)
  return null
}

/** Rollouts keep copies of the versions that approvals bind to, and whether the policy goes on by itself. */
export async function tellVersions(
  tx: Tx,
  workspaceId: WorkspaceId,
  rollout: Rollout,
  { metrics, policy }: Prepared,
): Promise<void> {
  await copyVersions(tx, workspaceId, rollout.id, {
    policy: policy.version,
    metrics: Object.fromEntries(metrics.map(({ key, version }) => [key, version])),
    autoAdvance: policy.autoAdvance ? policy.id : null,
    sources: Object.fromEntries(
      metrics.map(({ key, source, harmLimit }) => [key, { event: source.event, limited: harmLimit !== null }]),
    ),
  })
}

function choiceOf(rollout: Rollout, metric: MetricView, past: PastMetric | null): MetricChoice {
  const { id, version, createdAt: _, measuredSince: __, archivedAt: ___, ...definition } = metric
  const guardrail = rollout.guardrails.find((one) => one.metric === metric.key)
  return {
    metricId: id,
    version,
    definition,
    role: guardrail ? 'guardrail' : 'goal',
    critical: guardrail?.critical ?? false,
    limit: guardrail?.limit ?? null,
    history: past && { units: past.units, events: past.events },
    people: past?.people ?? [],
    values: past?.values ?? [],
  }
}
