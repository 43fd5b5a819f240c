import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { type AnalysisConfig } from '@/lib/analysis/core/config'
import { type MetricDefinition, type Policy } from '@/lib/analysis/core/schema'
import { type StoredState, type TickData } from '@/lib/analysis/core/stored'
import { type MetricId, type PolicyId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { type Verdict } from '@/lib/rollouts/core/schema'
import { id, instant } from './columns'

export const metric = pgTable(
  'metric',
  {
    id: id<MetricId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    /** First version that measures what the newest one does: comparisons that began with an earlier one are broken. */
    measuredSince: integer('measured_since').notNull().default(1),
    definition: jsonb('definition').$type<MetricDefinition>().notNull(),
    archivedAt: instant('archived_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('metric_key').on(t.workspaceId, t.key)],
)

export const metricVersion = pgTable(
  'metric_version',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    metricId: id<MetricId>('metric_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<MetricDefinition>().notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull().default(''),
    note: text('note').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.metricId, t.version] })],
)

export const policy = pgTable(
  'policy',
  {
    id: id<PolicyId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('policy_key').on(t.workspaceId, t.key)],
)

export const policyVersion = pgTable(
  'policy_version',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    policyId: id<PolicyId>('policy_id').notNull(),
    version: integer('version').notNull(),
    /** The rules as data (lib/analysis/core/policy). */
    rules: jsonb('rules').$type<Policy>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.policyId, t.version] })],
)

/** The engine's memory of one rollout, and the configuration frozen at its Start. */
export const analysisState = pgTable(
  'analysis_state',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    config: jsonb('config').$type<AnalysisConfig>().notNull(),
    state: jsonb('state').$type<StoredState>().notNull(),
    /** Last delta consumed, in commit order. */
    txid: text('txid').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId] })],
)

/** Each range of deltas that a tick made one bucket, so that replay reads the same buckets. */
export const tickLog = pgTable(
  'tick_log',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    at: instant('at').notNull(),
    /** `delta`: a bucket was consumed. `config`: the configuration changed (Start, new stage, new start). */
    kind: text('kind').$type<'delta' | 'config'>().notNull(),
    fromTxid: text('from_txid').notNull(),
    fromSeq: bigint('from_seq', { mode: 'number' }).notNull(),
    toTxid: text('to_txid').notNull(),
    toSeq: bigint('to_seq', { mode: 'number' }).notNull(),
    /** What changed, or what the tick applied and judged by. */
    data: jsonb('data').$type<TickData>().notNull(),
    logE: doublePrecision('log_e'),
    epoch: bigint('epoch', { mode: 'number' }).notNull(),
  },
  (t) => [
    index('tick_log_rollout').on(t.workspaceId, t.rolloutId, t.seq),
    index('tick_log_change')
      .on(t.workspaceId, t.rolloutId, t.seq)
      .where(sql`kind = 'config'`),
  ],
)

/** What analysis concluded, whenever the word changed or a threshold was crossed. */
export const verdictLog = pgTable(
  'verdict_log',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    at: instant('at').notNull(),
    code: text('code').notNull(),
    verdict: jsonb('verdict').$type<Verdict>().notNull(),
  },
  (t) => [index('verdict_log_rollout').on(t.workspaceId, t.rolloutId, t.seq)],
)

/** Points of the cohort chart: what the engine estimated for a metric at a moment. */
export const analysisPoint = pgTable(
  'analysis_point',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    metric: text('metric').notNull(),
    at: instant('at').notNull(),
    stageId: id<StageId>('stage_id').notNull(),
    share: integer('share').notNull(),
    exposedUnits: bigint('exposed_units', { mode: 'number' }).notNull(),
    baselineUnits: bigint('baseline_units', { mode: 'number' }).notNull(),
    exposedEvents: bigint('exposed_events', { mode: 'number' }).notNull(),
    baselineEvents: bigint('baseline_events', { mode: 'number' }).notNull(),
    /** What people had on average, where it is no part of people: a mean, a ratio, a quantile. */
    exposedValue: doublePrecision('exposed_value'),
    baselineValue: doublePrecision('baseline_value'),
    difference: doublePrecision('difference'),
    low: doublePrecision('low'),
    high: doublePrecision('high'),
    logEm: doublePrecision('log_em').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId, t.metric, t.at] })],
)
