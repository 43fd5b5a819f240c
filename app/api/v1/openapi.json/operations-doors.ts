import { z } from 'zod'
import { AttachmentAnswer, IngestAnswer as FeedbackIngestAnswer, PictureType } from '@/lib/feedback/core/schema'
import { AlertmanagerWebhook } from '@/lib/incidents/core/alerts'
import { IngestAnswer } from '@/lib/telemetry/core/schema'
import { DeploymentsAnswer, DeploymentSent } from '@/lib/telemetry/core/deployment-schema'
import { room, text } from './operation'
import { ConsentTold, FeedbackSent } from './views-feedback'
import { FlagAnswer, NoFlagAnswer } from './views-flags'
import { HealthView } from './views-house'

const flags = room('Flag clients')
const telemetry = room('Telemetry')
const feedback = room('Feedback')
const incidents = room('Incidents')
const deployments = room('Deployments')
const house = room('House')

const JSON_TYPE = 'application/json'
const OTLP = {
  scopes: ['client', 'server'],
  refusals: [400, 401, 403, 413, 415, 429, 503],
  takes: ['application/x-protobuf', JSON_TYPE],
  gives: 'application/x-protobuf',
} as const
const STREAM = 'text/event-stream'

const Scalar = z.union([z.string(), z.number(), z.boolean()])
const Sent = z.object({
  type: z.enum(['exposure', 'track']),
  id: z.string().optional(),
  unit: z.string(),
  time: z.union([z.iso.datetime({ offset: true }), z.number()]).optional(),
  flag: z.string().optional(),
  variant: z.string().optional(),
  revision: z.int().optional(),
  name: z.string().optional(),
  value: z.number().optional(),
  attributes: z.record(z.string(), Scalar).optional(),
})
const EvaluationContext = z.object({ context: z.looseObject({ targetingKey: z.string().optional() }) })
const TakenAlerts = z.object({
  taken: z.int(),
  repeated: z.int(),
  opened: z.array(z.string()),
  joined: z.array(z.string()),
})

const Delivered = z.object({
  outcome: z.enum(['taken', 'repeated', 'unmapped', 'ignored']),
  deployment: z.string().nullish(),
  detail: z.string().optional(),
})

/** What clients, collectors and senders of webhooks ask for; the gateway answers by itself. */
export const doorOperations = [
  flags.door('GET /api/flags/v1/{environment}.json', 'The flagd document of an environment; strong ETag', null, {
    scopes: ['server'],
    refusals: [304, 401, 403, 404, 503],
    gives: JSON_TYPE,
  }),
  flags.door(
    'POST /ofrep/v1/evaluate/flags',
    'OFREP: every flag for one context',
    z.object({ flags: z.array(z.union([FlagAnswer, NoFlagAnswer])) }),
    {
      scopes: ['client', 'server'],
      refusals: [304, 400, 401, 403, 413, 429, 503],
      input: EvaluationContext,
      takes: [JSON_TYPE],
    },
  ),
  flags.door('POST /ofrep/v1/evaluate/flags/{key}', 'OFREP: one flag for one context', FlagAnswer, {
    scopes: ['client', 'server'],
    refusals: [400, 401, 403, 404, 413, 429, 503],
    input: EvaluationContext,
    takes: [JSON_TYPE],
  }),
  flags.door('GET /ofrep/v1/events', 'OFREP: a stream that says when flags changed', null, {
    scopes: ['client', 'server'],
    refusals: [401, 403, 429, 503],
    gives: STREAM,
    query: { token: text('The token of the bulk answer’s stream address, where no header can be sent.') },
  }),
  telemetry.door('POST /otlp/v1/logs', 'OTLP: exposure and track records', null, OTLP),
  telemetry.door('POST /otlp/v1/traces', 'OTLP: spans', null, OTLP),
  telemetry.door('POST /otlp/v1/metrics', 'OTLP: metrics', null, OTLP),
  telemetry.door('POST /api/ingest/v1/events', 'Exposures and events without OpenTelemetry', IngestAnswer, {
    scopes: ['client', 'server'],
    refusals: [400, 401, 403, 413, 415, 422, 429, 503],
    input: z.object({ events: z.array(Sent).max(1000) }),
    takes: [JSON_TYPE],
  }),
  feedback.door('POST /api/ingest/v1/feedback', 'One item, or up to 500', FeedbackIngestAnswer, {
    scopes: ['client', 'server'],
    status: 201,
    refusals: [400, 401, 403, 413, 415, 422, 429, 503],
    input: z.union([FeedbackSent, z.object({ items: z.array(FeedbackSent).max(500) })]),
    takes: [JSON_TYPE],
  }),
  feedback.door(
    'POST /api/ingest/v1/feedback/attachments',
    'One picture of at most 2 MiB, for `attachments` of the item that comes next',
    AttachmentAnswer,
    {
      scopes: ['client', 'server'],
      status: 201,
      refusals: [401, 403, 413, 415, 422, 429, 503],
      input: z.string().meta({ format: 'binary' }),
      takes: PictureType.options,
    },
  ),
  feedback.door('GET /api/ingest/v1/feedback/consent', 'What people are told beside a form', ConsentTold, {
    scopes: ['client', 'server'],
    refusals: [401, 403, 503],
  }),
  feedback.door('POST /api/ingest/v1/feedback/{source}', 'A signed webhook of a source', FeedbackIngestAnswer, {
    scopes: ['hook'],
    status: 201,
    refusals: [400, 401, 404, 409, 413, 422, 503],
    input: z.union([FeedbackSent, z.object({ items: z.array(FeedbackSent).max(500) })]),
    takes: [JSON_TYPE],
  }),
  incidents.door('POST /api/ingest/v1/alerts/alertmanager', 'Alertmanager’s webhook, version 4', TakenAlerts, {
    scopes: ['hook'],
    refusals: [400, 401, 403, 413, 415, 422, 503],
    input: AlertmanagerWebhook,
    takes: [JSON_TYPE],
  }),
  deployments.door(
    'POST /api/ingest/v1/deployments',
    'Tell of deployments; as often and in any order',
    DeploymentsAnswer,
    {
      scopes: ['ci', 'hook'],
      refusals: [400, 401, 403, 413, 415, 422, 503],
      input: z.union([DeploymentSent, z.object({ deployments: z.array(DeploymentSent).max(100) })]),
      takes: [JSON_TYPE],
    },
  ),
  ...(['github', 'gitlab'] as const).flatMap((provider) => {
    const its = {
      scopes: ['hook'],
      refusals: [400, 401, 403, 404, 413, 415, 422, 503],
      input: z.looseObject({}),
      takes: [JSON_TYPE],
    } as const
    const name = provider === 'github' ? 'GitHub' : 'GitLab'
    return [
      deployments.door(
        `POST /api/ingest/v1/${provider}`,
        `${name}’s webhook, signed with a secret of ours`,
        Delivered,
        its,
      ),
      deployments.door(`POST /api/ingest/v1/${provider}/{source}`, `${name}’s webhook of one source`, Delivered, its),
    ]
  }),
  house.door('GET /widget.js', 'The feedback widget', null, {
    scopes: [],
    refusals: [304],
    gives: 'text/javascript',
  }),
  house.door('GET /widget-picture.js', 'Its tool for pictures, for whoever adds one', null, {
    scopes: [],
    refusals: [304],
    gives: 'text/javascript',
  }),
  house.door('GET /api/health', 'Whether it works; 200 also when degraded', HealthView, { scopes: [], refusals: [] }),
  house.door('GET /api/events', 'A stream that tells screens what changed', null, {
    scopes: [],
    cookie: true,
    refusals: [401, 422],
    gives: STREAM,
    query: { topics: text('Topics, with commas between.') },
  }),
  house.door('GET /api/v1/openapi.json', 'This document', z.looseObject({ openapi: z.string() }), {
    scopes: [],
    refusals: [],
  }),
  house.door('GET /api/v1/docs', 'The same for people to read', null, { scopes: [], refusals: [], gives: 'text/html' }),
]
