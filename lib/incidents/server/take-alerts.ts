import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { incidentAlert } from '@/drizzle/schema/incidents'
import { listEnvironments } from '@/lib/flags/server/contract'
import { recordTimelines } from '@/lib/governance/server/contract'
import { type EnvironmentId, EnvironmentId as EnvironmentIdSchema, type IncidentId } from '@/lib/kernel/id'
import { command, type CommandContext } from '@/lib/platform/command'
import { type Alert, alertKey, alertsOf, AlertmanagerWebhook } from '../core/alerts'
import { applyAll } from '../core/apply'
import { joining, keyOf, type Trigger } from '../core/decide-open'
import { setState, sourceResolved } from '../core/decide-state'
import { type IncidentEvent } from '../core/events'
import { byOf, type Facts } from '../core/facts'
import { type Incident } from '../core/model'
import { isOpen } from '../core/states'
import { placeOf } from './decide-on'
import { lockJoinable } from './incident-rows'
import { production } from './open-incident'
import { queueMail } from './queue-mail'
import { type Place, saveIncident, tellScreens } from './save-incident'
import { startIncident } from './start-incident'

const TakeAlertsInput = z.object({ webhook: AlertmanagerWebhook, environmentId: EnvironmentIdSchema.nullable() })
type TakeAlertsInput = z.infer<typeof TakeAlertsInput>

export type TakenAlerts = { taken: number; repeated: number; opened: string[]; joined: string[] }

/**
 * What one webhook causes, in one transaction: firing alerts open an incident or join one, resolved ones add a row. The
 * same alert with the same status is taken once, however often it is sent.
 */
export const takeAlerts = command<TakeAlertsInput, TakenAlerts>({
  name: 'incident.take-alerts',
  permission: 'incident.open',
  input: TakeAlertsInput,
  async run(context, { webhook, environmentId }) {
    const { actor, now } = context
    const alerts = alertsOf(webhook, now)
    const where = await environmentsOf(context, alerts, environmentId)
    const touched = new Map<IncidentId, Touched>()
    for (const [environment, group] of where) {
      await takeGroup(context, environment, group, touched)
    }
    for (const one of touched.values()) await finish(context, one)
    const all = [...touched.values()]
    const taken = all.reduce((sum, { rows }) => sum + rows, 0)
    const names = (isNew: boolean) =>
      all.filter((one) => one.isNew === isNew).map(({ incident }) => `INC-${incident.number}`)
    const value = { taken, repeated: alerts.length - taken, opened: names(true), joined: names(false) }
    return {
      ok: true,
      value,
      object: { kind: 'incident', id: all[0]?.incident.id ?? 'none' },
      detail: { ...value, receiver: webhook.receiver.slice(0, 200), by: actor.name },
    }
  },
})

type Touched = { incident: Incident; isNew: boolean; rows: number; firing: string | null }

/** Alerts by environment: what they name, else the key's own, else production. */
async function environmentsOf(
  { tx, actor }: CommandContext,
  alerts: readonly Alert[],
  ofKey: EnvironmentId | null,
): Promise<Map<EnvironmentId | null, Alert[]>> {
  const known = await listEnvironments(tx, actor.workspaceId)
  const otherwise = ofKey ?? (await production(tx, actor.workspaceId))
  const groups = new Map<EnvironmentId | null, Alert[]>()
  for (const alert of alerts) {
    const named = known.find(({ key, name }) => key === alert.environment || name === alert.environment)
    const id = ofKey ?? named?.id ?? otherwise
    const group = groups.get(id)
    if (group) group.push(alert)
    else groups.set(id, [alert])
  }
  return groups
}

async function takeGroup(
  context: CommandContext,
  environmentId: EnvironmentId | null,
  alerts: readonly Alert[],
  touched: Map<IncidentId, Touched>,
): Promise<void> {
  const place = placeOf(context)
  const { now } = context
  // Newest first; whatever is opened for this webhook stands before all others.
  const known = await lockJoinable(place.tx, place.workspaceId, environmentId, now)
  const belongs = new Map<IncidentId, Alert[]>()
  for (const alert of alerts) {
    const trigger: Trigger = {
      environmentId,
      cause: { kind: 'alert', service: alert.service, fingerprint: alert.fingerprint },
      at: now,
    }
    const answer = joining(trigger, known)
    const opened = touched.size > 0 ? [...touched.values()].find(({ isNew }) => isNew) : undefined
    // Alerts of one webhook belong together: another service joins as a link instead of opening a second incident.
    const id = answer.kind === 'open' ? (opened?.incident.id ?? null) : answer.id
    if (id === null) {
      if (alert.status === 'resolved') continue
      const incident = await openFor(place, context, trigger, alert, answer.kind === 'open' ? answer.follows : null)
      known.unshift(incident)
      touched.set(incident.id, { incident, isNew: true, rows: 0, firing: null })
      belongs.set(incident.id, [alert])
      continue
    }
    const before = known.find((one) => one.id === id)
    if (!before) continue
    const events = joiningEvents(before, alert, answer.kind === 'reopen' && alert.status === 'firing', context)
    const after = events.length > 0 ? await saveIncident(place, before, events) : before
    known.splice(known.indexOf(before), 1, after)
    touched.set(id, { isNew: false, rows: 0, firing: null, ...touched.get(id), incident: after })
    const own = belongs.get(id)
    if (own) own.push(alert)
    else belongs.set(id, [alert])
  }
  for (const [id, own] of belongs) await keepAlerts(context, environmentId, touched, id, own)
}

function openFor(
  place: Place,
  context: CommandContext,
  trigger: Trigger,
  alert: Alert,
  follows: IncidentId | null,
): Promise<Incident> {
  return startIncident(place, {
    title: alert.title,
    severity: alert.severity,
    origin: 'alert',
    environmentId: trigger.environmentId,
    service: alert.service,
    dedupeKey: keyOf(trigger),
    summary: alert.body,
    follows,
    impactStartedAt: alert.startsAt,
    detectedAt: alert.startsAt,
    by: byOf(context.actor),
  })
}

function joiningEvents(incident: Incident, alert: Alert, isBack: boolean, context: CommandContext): IncidentEvent[] {
  const facts: Facts = { now: context.now, actor: context.actor, last: null }
  const [at, by] = [facts.now, byOf(facts.actor)]
  const back = { incidentId: incident.id, to: 'investigating' as const, reason: 'firing again within 15 minutes' }
  const reopened = isBack ? setState(incident, back, facts) : null
  const events = reopened?.ok ? reopened.events : []
  if (incident.services.includes(alert.service)) return events
  return [...events, { kind: 'service.joined', service: alert.service, at, by }]
}

/** Rows on the timeline, and what each alert said last. */
async function keepAlerts(
  { tx, actor, now }: CommandContext,
  environmentId: EnvironmentId | null,
  touched: Map<IncidentId, Touched>,
  id: IncidentId,
  alerts: readonly Alert[],
): Promise<void> {
  const one = touched.get(id)
  if (!one) return
  const { workspaceId } = actor
  const written = await recordTimelines(
    tx,
    alerts.map((alert) => ({
      workspaceId,
      incidentId: id,
      environmentId: environmentId ?? undefined,
      service: alert.service,
      kind: alert.status === 'firing' ? 'alert.firing' : 'alert.resolved',
      source: 'alertmanager',
      occurredAt: alert.status === 'resolved' ? (alert.endsAt ?? now) : alert.startsAt,
      recordedAt: now,
      actor: { kind: 'integration', id: 'alertmanager', name: actor.name },
      title: alert.status === 'firing' ? alert.title : `Over: ${alert.title}`,
      body: alert.body,
      data: { fingerprint: alert.fingerprint, link: alert.link, fold: alert.service, clamped: alert.isClamped },
      dedupeKey: `${id}:${alertKey(alert)}`,
    })),
  )
  one.rows += written.length
  const isNew = new Set(written.map(({ dedupeKey }) => dedupeKey))
  const news = alerts.filter((alert) => isNew.has(`${id}:${alertKey(alert)}`))
  one.firing = news.find(({ status }) => status === 'firing')?.title ?? one.firing
  // One row an alert: of two statements about it in one webhook the later start counts, and resolved over firing.
  const newest = new Map<string, Alert>()
  for (const alert of alerts) {
    const other = newest.get(alert.fingerprint)
    const isLater =
      !other || alert.startsAt > other.startsAt || (alert.startsAt === other.startsAt && alert.status === 'resolved')
    if (isLater) newest.set(alert.fingerprint, alert)
  }
  await tx
    .insert(incidentAlert)
    .values(
      [...newest.values()].map(({ fingerprint, status, startsAt, endsAt, service, title }) => {
        const said = { fingerprint, status, startsAt, endsAt, service, title }
        return Object.assign(said, { workspaceId, incidentId: id, environmentId, updatedAt: now })
      }),
    )
    .onConflictDoUpdate({
      target: [incidentAlert.workspaceId, incidentAlert.incidentId, incidentAlert.fingerprint],
      set: {
        status: sql`excluded.status`,
        startsAt: sql`excluded.starts_at`,
        endsAt: sql`excluded.ends_at`,
        title: sql`excluded.title`,
        updatedAt: sql`excluded.updated_at`,
      },
      // Late and out of order: what is known of a later firing stays.
      setWhere: sql`excluded.starts_at > ${incidentAlert.startsAt} or (excluded.starts_at = ${incidentAlert.startsAt} and ${incidentAlert.status} = 'firing')`,
    })
}

/** Over at its source and nobody touched it: resolved by itself. Else screens and people hear what is new. */
async function finish(context: CommandContext, one: Touched): Promise<void> {
  const { tx, actor, now } = context
  const place = placeOf(context)
  const { incident, rows, firing, isNew } = one
  if (rows === 0) return
  const [open] = await tx
    .select({ firing: sql<number>`count(*) filter (where ${incidentAlert.status} = 'firing')::int` })
    .from(incidentAlert)
    .where(and(eq(incidentAlert.workspaceId, actor.workspaceId), eq(incidentAlert.incidentId, incident.id)))
  const facts: Facts = { now, actor, last: null }
  const decision = open?.firing === 0 && isOpen(incident.state) ? sourceResolved(incident, facts) : null
  if (decision?.ok && decision.events.length > 0) {
    await saveIncident(place, incident, decision.events)
    await tellScreens(place, applyAll(incident, decision.events))
    return
  }
  if (!isNew && firing) {
    await queueMail(place, incident, { cause: `alert:${firing}:${now.slice(0, 16)}`, line: firing, isWorse: false })
  }
  await tellScreens(place, incident)
}
