import { receiveFeedback, type FeedbackDoor } from '@/lib/feedback/server/receive'
import { receiveAttachment } from '@/lib/feedback/server/receive-attachment'
import { receiveWebhook, webhookSource } from '@/lib/feedback/server/receive-webhook'
import { tellConsent } from '@/lib/feedback/server/tell-consent'
import { isEvaluation, routeFlags } from '@/lib/flags/server/flag-routes'
import { type FlagsRuntime } from '@/lib/flags/server/hot-flags'
import { receiveAlertmanager, type AlertDoor } from '@/lib/incidents/server/receive-alerts'
import { problem, type HotAnswer, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Ingest } from '@/lib/telemetry/server/ingest'
import { receiveDeployments, type DeploymentDoor } from '@/lib/telemetry/server/receive-deployments'
import { receiveEvents } from '@/lib/telemetry/server/receive-events'
import { receiveOtlpLogs } from '@/lib/telemetry/server/receive-otlp-logs'
import { receiveOtlpMetrics } from '@/lib/telemetry/server/receive-otlp-metrics'
import { receiveOtlpTraces } from '@/lib/telemetry/server/receive-otlp-traces'
import { providerPath } from '@/lib/telemetry/server/provider-path'
import { receiveProvider } from '@/lib/telemetry/server/receive-provider'
import { widgetAnswer } from './widget'

export type Doors = {
  flags: FlagsRuntime
  ingest: Ingest
  feedback: FeedbackDoor
  alerts: AlertDoor
  deployments: DeploymentDoor
  health: () => Promise<HotResponse>
  live: (request: HotRequest) => Promise<HotResponse>
}

/** Requests may come from the pages of any customer: keys decide, never the origin. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'content-type, content-encoding, authorization, x-api-key, x-soundings-client, idempotency-key',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-expose-headers': 'Retry-After',
  'access-control-max-age': '7200',
}

/** What the gateway answers by itself; null: the path belongs to the web process. */
export function hotRoute(doors: Doors, request: HotRequest): HotAnswer | null {
  // By far the most requests: they pass no other door.
  if (isEvaluation(request)) return routeFlags(doors.flags, request)
  switch (request.path) {
    case '/api/health':
      return doors.health()
    case '/api/events':
      return doors.live(request)
    case '/widget.js':
      return widgetAnswer(request, 'widget.js')
    case '/widget-picture.js':
      return widgetAnswer(request, 'widget-picture.js')
    case '/otlp/v1/logs':
      return ingestDoor(request, () => receiveOtlpLogs(doors.ingest, request))
    case '/otlp/v1/traces':
      return ingestDoor(request, () => receiveOtlpTraces(doors.ingest, request))
    case '/otlp/v1/metrics':
      return ingestDoor(request, () => receiveOtlpMetrics(doors.ingest, request))
    case '/api/ingest/v1/events':
      return ingestDoor(request, () => receiveEvents(doors.ingest, request))
    case '/api/ingest/v1/feedback':
      return ingestDoor(request, () => receiveFeedback(doors.feedback, request))
    case '/api/ingest/v1/feedback/attachments':
      return ingestDoor(request, () => receiveAttachment(doors.feedback, request))
    case '/api/ingest/v1/feedback/consent':
      return readDoor(request, () => tellConsent(doors.feedback.runtime, request))
    case '/api/ingest/v1/alerts/alertmanager':
      return ingestDoor(request, () => receiveAlertmanager(doors.alerts, request))
    case '/api/ingest/v1/deployments':
      return ingestDoor(request, () => receiveDeployments(doors.deployments, request))
    default: {
      const source = webhookSource(request.path)
      if (source !== null) return ingestDoor(request, () => receiveWebhook(doors.feedback, request, source))
      const provider = providerPath(request.path)
      if (provider !== null) return ingestDoor(request, () => receiveProvider(doors.deployments, request, provider))
      return routeFlags(doors.flags, request)
    }
  }
}

async function ingestDoor(request: HotRequest, receive: () => Promise<HotResponse>): Promise<HotResponse> {
  if (request.method === 'OPTIONS') return { status: 204, headers: CORS, body: null }
  if (request.method !== 'POST') {
    const refused = problem(405, 'method-not-allowed', 'Send telemetry with POST.')
    return { ...refused, headers: { ...refused.headers, ...CORS, allow: 'POST, OPTIONS' } }
  }
  const answer = await receive()
  return { ...answer, headers: { ...answer.headers, ...CORS } }
}

async function readDoor(request: HotRequest, read: () => Promise<HotResponse>): Promise<HotResponse> {
  const cors = { ...CORS, 'access-control-allow-methods': 'GET, OPTIONS' }
  if (request.method === 'OPTIONS') return { status: 204, headers: cors, body: null }
  const answer = request.method === 'GET' ? await read() : problem(405, 'method-not-allowed', 'This is read with GET.')
  const allow = answer.status === 405 ? { allow: 'GET, OPTIONS' } : {}
  return { ...answer, headers: { ...answer.headers, ...cors, ...allow } }
}
