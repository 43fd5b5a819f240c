import { z } from 'zod'
import { DeploymentId, DeploymentSourceId, EnvironmentId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

/** In the order a deployment goes through them; of two at one moment the later of this list counts. */
export const DEPLOYMENT_STATUSES = ['started', 'finished', 'failed', 'rolled-back'] as const
export const DeploymentStatus = z.enum(DEPLOYMENT_STATUSES)
export type DeploymentStatus = z.infer<typeof DeploymentStatus>

export const COMMITS_MAX = 500

/** One line without control characters. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, { error: 'one line of text' })
const Sha = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{7,64}$/, { error: '7 to 64 hex digits' })
const Url = z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'an address with http or https' }).max(1000)])
/** ISO 8601 with offset, or unix milliseconds. */
const Moment = z.union([z.iso.datetime({ offset: true }), z.number().int().min(0).max(8.64e15)], {
  error: 'an ISO 8601 time with offset, or unix milliseconds',
})

/** One report of `POST /api/ingest/v1/deployments`. */
export const DeploymentSent = z.object({
  /** The sender's own id: reports with one id, service and environment speak of one deployment. */
  id: line(200).min(1).optional(),
  service: line(100).min(1),
  /** Key or name; a key of one environment may leave it out. */
  environment: line(100).min(1).optional(),
  version: line(100).default(''),
  sha: Sha.optional(),
  ref: line(250).default(''),
  previousSha: Sha.optional(),
  pipeline: line(200).default(''),
  url: Url.default(''),
  actor: line(100).default(''),
  status: DeploymentStatus,
  /** When it came to be so; now unless given. */
  time: Moment.optional(),
  startedAt: Moment.optional(),
  commits: z
    .array(z.object({ sha: Sha, at: Moment.optional(), title: line(500).default('') }))
    .max(COMMITS_MAX)
    .default([]),
})
export type DeploymentSent = z.infer<typeof DeploymentSent>

/** What a report says, whoever sent it. */
export const DeploymentReport = DeploymentSent.omit({ environment: true }).extend({
  provider: z.enum(['api', 'github', 'gitlab']),
  providerId: line(200).default(''),
  repository: line(200).default(''),
  /** As its sender calls it; empty: the environment of the key. */
  environment: line(200).default(''),
  /** Taken only where somebody mapped its environment; left aside otherwise. */
  onlyMapped: z.boolean().default(false),
  time: z.number().optional(),
  startedAt: z.number().optional(),
  commits: z.array(z.object({ sha: Sha, at: z.number().optional(), title: line(500) })).max(COMMITS_MAX),
})
export type DeploymentReport = z.infer<typeof DeploymentReport>

/** Why a report was not taken: a closed set. */
export type ReportRejection =
  | 'not-an-object'
  | 'bad-service'
  | 'bad-environment'
  | 'unknown-environment'
  | 'wrong-environment'
  | 'bad-status'
  | 'bad-sha'
  | 'bad-time'
  | 'bad-url'
  | 'bad-commits'
  | 'no-version'
  | 'bad-text'

export const DeploymentsAnswer = z.object({
  taken: z.int(),
  repeated: z.int(),
  deployments: z.array(z.object({ index: z.int(), id: DeploymentId, status: DeploymentStatus, repeated: z.boolean() })),
  rejected: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
})
export type DeploymentsAnswer = z.infer<typeof DeploymentsAnswer>

export const DeploymentCommit = z.object({ sha: z.string(), committedAt: Instant.nullable(), title: z.string() })
export type DeploymentCommit = z.infer<typeof DeploymentCommit>

export const DeploymentView = z.object({
  id: DeploymentId,
  service: z.string(),
  environmentId: EnvironmentId.nullable(),
  /** As its sender calls the environment. */
  environmentTold: z.string(),
  version: z.string(),
  sha: z.string(),
  ref: z.string(),
  /** What ran before: as told, else what finished before it. */
  previousSha: z.string(),
  status: DeploymentStatus,
  statusAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  failedAt: Instant.nullable(),
  rolledBackAt: Instant.nullable(),
  by: z.string(),
  provider: z.enum(['api', 'github', 'gitlab']),
  providerId: z.string(),
  repository: z.string(),
  pipeline: z.string(),
  url: z.string(),
  commits: z.int(),
})
export type DeploymentView = z.infer<typeof DeploymentView>

export const DeploymentProvider = z.enum(['github', 'gitlab'])
export type DeploymentProvider = z.infer<typeof DeploymentProvider>

export const SourceInput = z.strictObject({
  provider: DeploymentProvider,
  name: line(80).min(1, { error: 'a few words' }),
})
export type SourceInput = z.infer<typeof SourceInput>

/** The secret is shown this once; null when the same request was answered before. */
export const DeploymentSourceMade = z.object({
  id: DeploymentSourceId,
  provider: DeploymentProvider,
  name: z.string(),
  webhookPath: z.string(),
  secret: z.string().nullable(),
})
export type DeploymentSourceMade = z.infer<typeof DeploymentSourceMade>

export const RemoveSourceInput = z.strictObject({ sourceId: DeploymentSourceId })
export type RemoveSourceInput = z.infer<typeof RemoveSourceInput>

const Told = line(200).min(1, { error: 'its name at the provider' }).toLowerCase()

/** One name of a provider's in words of ours. */
export const MappingInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('environment'),
    told: Told,
    environmentId: EnvironmentId.nullable(),
    /** Its deployments are left aside. */
    ignored: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('repository'), told: Told, service: line(100).min(1, { error: 'a service' }) }),
])
export type MappingInput = z.infer<typeof MappingInput>

export const RemoveMappingInput = z.strictObject({ kind: z.enum(['environment', 'repository']), told: Told })
export type RemoveMappingInput = z.infer<typeof RemoveMappingInput>

/** How deployments come in, for the settings. */
export const DeploymentSetup = z.object({
  /** What last became of deployments, however they were told. */
  deployments: z.array(DeploymentView),
  sources: z.array(
    z.object({
      id: DeploymentSourceId,
      provider: DeploymentProvider,
      name: z.string(),
      createdAt: Instant,
      webhookPath: z.string(),
    }),
  ),
  mappings: z.array(
    z.object({
      kind: z.enum(['environment', 'repository']),
      told: z.string(),
      environmentId: EnvironmentId.nullable(),
      service: z.string().nullable(),
      ignored: z.boolean(),
    }),
  ),
  /** The newest first. */
  deliveries: z.array(
    z.object({
      provider: DeploymentProvider,
      deliveryId: z.string(),
      event: z.string(),
      outcome: z.enum(['taken', 'unmapped', 'ignored']),
      detail: z.string(),
      receivedAt: Instant,
    }),
  ),
  /** Names of environments that deployments came with and that nobody mapped. */
  unmapped: z.array(z.object({ told: z.string(), deployments: z.int() })),
  /** Requests that were turned away in the last day. */
  refusedToday: z.int(),
})
export type DeploymentSetup = z.infer<typeof DeploymentSetup>
