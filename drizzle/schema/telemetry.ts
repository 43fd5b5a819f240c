import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { type MeasurementPlan } from '@/lib/telemetry/core/schema'
import { bytea, id, instant, xid8 } from './columns'

export const measurementPlan = pgTable(
  'measurement_plan',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    plan: jsonb('plan').$type<MeasurementPlan>().notNull(),
    /** Set when the comparison ended for good; ingest then leaves the rollout alone. */
    endedAt: instant('ended_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId] })],
)

/** Raw rows, range-partitioned by day of arrival (the migration makes it so). No unique constraint: dedupe is `ingest_seen`. */
export const telemetryEvent = pgTable(
  'telemetry_event',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    arrivedAt: instant('arrived_at').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    kind: text('kind').$type<'exposure' | 'track'>().notNull(),
    unit: bytea('unit').notNull(),
    /** Flag key of an exposure, event name of a track. */
    name: text('name').notNull(),
    variant: text('variant'),
    revision: bigint('revision', { mode: 'number' }),
    value: doublePrecision('value'),
    attributes: jsonb('attributes'),
  },
  (t) => [
    index('telemetry_event_unit').on(t.workspaceId, t.unit, t.arrivedAt),
    // Rows lie in the order of arrival: a span of minutes is found without reading the day.
    index('telemetry_event_arrived').using('brin', t.arrivedAt).with({ pages_per_range: 32, autosummarize: true }),
  ],
)

/** Keys of what was taken in the last two days: (source, id) or the hash of a request body. */
export const ingestSeen = pgTable(
  'ingest_seen',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: bytea('key').notNull(),
    arrivedAt: instant('arrived_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] }), index('ingest_seen_age').using('brin', t.arrivedAt)],
)

/** A unit's entry into a stage of a rollout: arm and coin class, fixed at entry. What a unit has lies together. */
export const unitStage = pgTable(
  'unit_stage',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    unit: bytea('unit').notNull(),
    stageId: id<StageId>('stage_id').notNull(),
    arm: text('arm').$type<'exposed' | 'control'>().notNull(),
    /** Thousandths of a percent, −1 for `known`, −2 when the unit entered in an arm that the hash did not give it. */
    coin: integer('coin').notNull(),
    share: integer('share').notNull(),
    enteredAt: instant('entered_at').notNull(),
    /** Arrival of the record that made the entry; windows close by it. */
    arrivedAt: instant('arrived_at').notNull(),
    /** Metrics that the plan had at the entry: those appended later do not count the unit here. */
    metrics: smallint('metrics').notNull(),
    /** Was seen in the other arm of this stage too; counted once. */
    crossed: boolean('crossed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.unit, t.rolloutId, t.stageId] }),
    // Not by workspace: a table nobody has analysed yet must not seem to be read as well by rollout as by unit.
    index('unit_stage_entry').on(t.rolloutId, t.arrivedAt),
  ],
)

/** A unit's outcome on a metric: when it first happened. `stageId` is '' for first-event metrics (one per rollout). */
export const unitMetric = pgTable(
  'unit_metric',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    unit: bytea('unit').notNull(),
    metric: smallint('metric').notNull(),
    stageId: text('stage_id').notNull(),
    happenedAt: instant('happened_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.unit, t.rolloutId, t.metric, t.stageId] })],
)

/** Immutable additive evidence, read by the tick in commit order. */
export const cohortDelta = pgTable(
  'cohort_delta',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    txid: xid8('txid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    stageId: id<StageId>('stage_id').notNull(),
    share: integer('share').notNull(),
    /** −1 for `known`. */
    coin: integer('coin').notNull(),
    arm: text('arm').$type<'exposed' | 'control'>().notNull(),
    arrivedAt: instant('arrived_at').notNull(),
    nEnter: integer('n_enter').notNull(),
    nCrossed: integer('n_crossed').notNull(),
    riskEnter: integer('risk_enter').array().notNull(),
    riskExit: integer('risk_exit').array().notNull(),
    firstEvents: integer('first_events').array().notNull(),
    booked: integer('booked').array().notNull(),
    bookedYes: integer('booked_yes').array().notNull(),
    events: integer('events').array().notNull(),
    /** Sums of means and ratios, exceedances of quantiles; null where the row has none. */
    moments: doublePrecision('moments').array(),
    tails: integer('tails').array(),
    lagMsSum: doublePrecision('lag_ms_sum').notNull(),
    lagCount: integer('lag_count').notNull(),
  },
  (t) => [index('cohort_delta_order').on(t.workspaceId, t.rolloutId, t.txid, t.seq)],
)

/** How far the closing of proportion windows has come, by arrival of the entry, for a rollout and metric. */
export const windowCursor = pgTable(
  'window_cursor',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    metric: smallint('metric').notNull(),
    closedTo: instant('closed_to').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId, t.metric] })],
)

/** Which unit a session or a trace belongs to, from records that carry both; pseudonyms and trace ids, no clear names. */
export const unitAlias = pgTable(
  'unit_alias',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    alias: bytea('alias').notNull(),
    kind: text('kind').$type<'session' | 'trace'>().notNull(),
    /** Null: the trace served several units, so it tells of none. */
    unit: bytea('unit'),
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.alias] }),
    check('unit_alias_kind', sql`${t.kind} in ('session', 'trace')`),
    index('unit_alias_age').using('brin', t.seenAt),
  ],
)

/** Track events that came before anybody knew whose session or trace they belong to; they wait for a while. */
export const unattributedEvent = pgTable(
  'unattributed_event',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    arrivedAt: instant('arrived_at').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    session: bytea('session'),
    trace: bytea('trace'),
    name: text('name').notNull(),
    value: doublePrecision('value'),
    attributes: jsonb('attributes'),
  },
  (t) => [
    index('unattributed_event_session').on(t.workspaceId, t.session),
    index('unattributed_event_trace').on(t.workspaceId, t.trace),
    index('unattributed_event_age').using('brin', t.arrivedAt),
  ],
)

/** Refusals at the doors, counted by hour. */
export const ingestRejection = pgTable(
  'ingest_rejection',
  {
    workspaceId: text('workspace_id').notNull(), // '' when the key was unknown
    door: text('door').notNull(),
    code: text('code').notNull(),
    hour: instant('hour').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.door, t.code, t.hour] })],
)
