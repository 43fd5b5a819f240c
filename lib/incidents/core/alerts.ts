import { z } from 'zod'
import { instant, type Instant, toMs } from '@/lib/kernel/time'
import { type Severity } from './schema'

const Labels = z.record(z.string().max(200), z.string().max(4000))

/** One alert of Alertmanager's webhook; what a newer version adds is not looked at. */
const WireAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.default({}),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }).optional(),
  generatorURL: z.string().max(4000).default(''),
  fingerprint: z.string().trim().min(1).max(200),
})

/** Webhook of version 4 (Grafana sends a superset). */
export const AlertmanagerWebhook = z.object({
  version: z.literal('4'),
  groupKey: z.string().max(10_000).default(''),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().max(1000).default(''),
  externalURL: z.string().max(4000).default(''),
  alerts: z.array(WireAlert).min(1).max(1000),
})
export type AlertmanagerWebhook = z.infer<typeof AlertmanagerWebhook>

/** An alert as incidents know it. */
export type Alert = {
  fingerprint: string
  status: 'firing' | 'resolved'
  startsAt: Instant
  endsAt: Instant | null
  /** The sender's clock was more than 5 minutes ahead, so its time was set to ours. */
  isClamped: boolean
  title: string
  body: string
  service: string
  /** Key of an environment, when the alert names one. */
  environment: string | null
  severity: Severity
  link: string
}

const AHEAD_MS = 5 * 60_000
const SEVERITIES: Readonly<Record<string, Severity>> = {
  sev1: 'SEV1',
  sev2: 'SEV2',
  sev3: 'SEV3',
  sev4: 'SEV4',
  critical: 'SEV2',
  page: 'SEV2',
  error: 'SEV2',
  high: 'SEV2',
  warning: 'SEV3',
  medium: 'SEV3',
  info: 'SEV4',
  low: 'SEV4',
}

/** Alerts of a webhook in its order; of two with one fingerprint, start and status the first counts. */
export function alertsOf(webhook: AlertmanagerWebhook, now: Instant): Alert[] {
  const alerts = webhook.alerts.map((wire) => alertOf(wire, now))
  const seen = new Set<string>()
  return alerts.filter((alert) => {
    const key = alertKey(alert)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The same alert told twice with the same status is told once. */
export const alertKey = ({ fingerprint, startsAt, status }: Pick<Alert, 'fingerprint' | 'startsAt' | 'status'>) =>
  `alert:${fingerprint}:${startsAt}:${status}`

function alertOf(wire: z.infer<typeof WireAlert>, now: Instant): Alert {
  const { labels, annotations, status, fingerprint } = wire
  const startsAtMs = Date.parse(wire.startsAt)
  const startsAt = instant(Math.min(startsAtMs, toMs(now)))
  const ended = status === 'resolved' && wire.endsAt ? Math.min(Date.parse(wire.endsAt), toMs(now)) : null
  const name = firstOf(labels, ['alertname']) ?? 'Alert'
  const service = firstOf(labels, ['service', 'service_name', 'app', 'job', 'namespace']) ?? 'unknown'
  return {
    fingerprint,
    status,
    startsAt,
    endsAt: ended === null ? null : instant(Math.max(ended, toMs(startsAt))),
    isClamped: startsAtMs - toMs(now) > AHEAD_MS,
    title: cut(firstOf(annotations, ['summary', 'message', 'title']) ?? `${name} on ${service}`, 200),
    body: cut(firstOf(annotations, ['description']) ?? '', 2000),
    service: cut(service, 100),
    environment: firstOf(labels, ['environment', 'env', 'deployment_environment', 'stage']),
    severity: SEVERITIES[(labels['severity'] ?? labels['priority'] ?? '').toLowerCase()] ?? 'SEV3',
    link: isWebLink(wire.generatorURL) ? wire.generatorURL.slice(0, 2000) : '',
  }
}

/** Nothing but http leads out of a timeline: a link of the sender's is never a script. */
const isWebLink = (text: string): boolean => /^https?:\/\/[^\s]+$/.test(text)

function firstOf(values: Readonly<Record<string, string>>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = values[name]?.trim()
    if (value) return value
  }
  return null
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
