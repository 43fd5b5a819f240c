import { sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type DeploymentId, type DeploymentSourceId, type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type DeploymentStatus } from '@/lib/telemetry/core/deployment-schema'
import { bytea, id, instant } from './columns'

const workspace = () => id<WorkspaceId>('workspace_id').notNull()

/** A version of a service brought to an environment, through its states. */
export const deployment = pgTable(
  'deployment',
  {
    id: id<DeploymentId>('id').primaryKey(),
    workspaceId: workspace(),
    /** Hash of what makes reports speak of the same deployment. */
    key: bytea('key').notNull(),
    provider: text('provider').$type<'api' | 'github' | 'gitlab'>().notNull(),
    /** The provider's own id. */
    providerId: text('provider_id').notNull().default(''),
    service: text('service').notNull(),
    /** Null: what its provider calls the environment is mapped to nothing yet. */
    environmentId: id<EnvironmentId>('environment_id'),
    environmentTold: text('environment_told').notNull(),
    repository: text('repository').notNull().default(''),
    version: text('version').notNull().default(''),
    sha: text('sha').notNull().default(''),
    ref: text('ref').notNull().default(''),
    previousSha: text('previous_sha').notNull().default(''),
    pipeline: text('pipeline').notNull().default(''),
    url: text('url').notNull().default(''),
    byName: text('by_name').notNull().default(''),
    status: text('status').$type<DeploymentStatus>().notNull(),
    statusAt: instant('status_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    failedAt: instant('failed_at'),
    rolledBackAt: instant('rolled_back_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('deployment_key').on(t.workspaceId, t.key),
    index('deployment_time').on(t.workspaceId, t.statusAt, t.id),
    index('deployment_before').on(t.workspaceId, t.service, t.environmentId, t.finishedAt),
    index('deployment_unmapped')
      .on(t.workspaceId, t.environmentTold)
      .where(sql`${t.environmentId} is null`),
    check('deployment_status', sql`${t.status} in ('started', 'finished', 'failed', 'rolled-back')`),
  ],
)

/** A commit that a deployment ships, as its pipeline told. No author: delivery is never counted by person. */
export const commitRef = pgTable(
  'commit_ref',
  {
    workspaceId: workspace(),
    deploymentId: id<DeploymentId>('deployment_id').notNull(),
    sha: text('sha').notNull(),
    committedAt: instant('committed_at'),
    title: text('title').notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.deploymentId, t.sha] })],
)

/** A provider whose signed webhooks are taken. */
export const deploymentSource = pgTable(
  'deployment_source',
  {
    id: id<DeploymentSourceId>('id').primaryKey(),
    workspaceId: workspace(),
    provider: text('provider').$type<'github' | 'gitlab'>().notNull(),
    name: text('name').notNull(),
    secret: bytea('secret').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('deployment_source_name').on(t.workspaceId, t.provider, t.name),
    check('deployment_source_provider', sql`${t.provider} in ('github', 'gitlab')`),
  ],
)

/** What a provider calls an environment or a repository, in words of ours. */
export const deploymentMapping = pgTable(
  'deployment_mapping',
  {
    workspaceId: workspace(),
    kind: text('kind').$type<'environment' | 'repository'>().notNull(),
    /** In lower case: providers do not tell names apart by case. */
    told: text('told').notNull(),
    environmentId: id<EnvironmentId>('environment_id'),
    service: text('service'),
    /** Its deployments are none of ours: previews, documentation. */
    ignored: boolean('ignored').notNull().default(false),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.told] }),
    check('deployment_mapping_kind', sql`${t.kind} in ('environment', 'repository')`),
  ],
)

/** Webhooks that were taken and what became of each; the provider's id of a delivery is taken once. */
export const deploymentDelivery = pgTable(
  'deployment_delivery',
  {
    workspaceId: workspace(),
    provider: text('provider').$type<'github' | 'gitlab'>().notNull(),
    deliveryId: text('delivery_id').notNull(),
    /** Null: it came with a key instead of a signature. */
    sourceId: id<DeploymentSourceId>('source_id'),
    event: text('event').notNull(),
    outcome: text('outcome').$type<'taken' | 'unmapped' | 'ignored'>().notNull(),
    detail: text('detail').notNull(),
    deploymentId: id<DeploymentId>('deployment_id'),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.provider, t.deliveryId] }),
    index('deployment_delivery_time').on(t.workspaceId, t.receivedAt),
  ],
)
