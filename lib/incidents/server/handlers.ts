import { type By } from '../core/model'
import { applyAll } from '../core/apply'
import { joining, keyOf, proposedSeverity, type Trigger } from '../core/decide-open'
import { acknowledge, setState } from '../core/decide-state'
import { type IncidentEvent } from '../core/events'
import { byOf, type Facts } from '../core/facts'
import { type Refusal } from '@/lib/kernel/result'
import { addJob } from '@/lib/platform/jobs'
import { type EventHandler, handler } from '@/lib/platform/events'
import { type Rollout } from '@/lib/rollouts/core/model'
import { rolloutSaved, type RolloutSaved } from '@/lib/rollouts/server/contract'
import { lockJoinable } from './incident-rows'
import { queueMail } from './queue-mail'
import { type Place, saveIncident, tellScreens } from './save-incident'
import { readImpact } from './read-impact'
import { scanSuspects } from './scan-suspects'
import { startIncident } from './start-incident'
import { watchJob, WATCH_FIRST_MS } from './watch-job'

type Context = Parameters<EventHandler<RolloutSaved>['handle']>[0]
type Event = RolloutSaved['events'][number]
export type Halt = Extract<Event, { kind: 'rollout.paused' | 'rollout.stopped' | 'rollout.rolling_back' }>

const isHalt = (event: Event): event is Halt =>
  event.kind === 'rollout.paused' || event.kind === 'rollout.stopped' || event.kind === 'rollout.rolling_back'
const takesAway = (event: Event): event is Halt =>
  event.kind === 'rollout.stopped' || event.kind === 'rollout.rolling_back'
const givesBack = ({ kind }: Event): boolean =>
  kind === 'rollout.undone' || kind === 'rollout.resumed' || kind === 'rollout.started'

/**
 * A rollout was decided about. A policy's halt opens an incident with its evidence, in the decision's own transaction;
 * open incidents hear that exposure was taken away or given back. None of this may keep a halt from happening: what
 * fails is undone to the savepoint and tried again by a job.
 */
const onSaved = handler(rolloutSaved, async (context: Context, saved: RolloutSaved): Promise<Refusal | null> => {
  const { tx } = context
  const concerns = saved.events.some((event) => isHalt(event) || givesBack(event))
  if (!concerns) return null
  try {
    await tx.transaction((inner) => hearOf({ ...context, tx: inner }, saved))
  } catch {
    // The halt stands. The job meets the same fault where it is logged, and tries again until it is written.
    const { workspaceId, after } = saved
    const payload = { workspaceId, rolloutId: after.id, at: context.now, by: byOf(context.actor) }
    await addJob(tx, { task: 'incident.after-halt', payload, key: `after-halt:${after.id}` })
  }
  return null
})

export const incidentHandlers: readonly EventHandler[] = [onSaved]

async function hearOf({ tx, actor, now }: Context, saved: RolloutSaved): Promise<void> {
  const place: Place = { tx, workspaceId: saved.workspaceId, now }
  const facts: Facts = { now, actor, last: null }
  const halt = saved.events.find(isHalt)
  if (halt?.by.kind === 'policy') await openForHalt(place, saved, halt, facts)
  const taken = saved.events.find(takesAway)
  const isBack = saved.events.some(givesBack)
  if (!taken && !isBack) return
  const known = await lockJoinable(tx, saved.workspaceId, saved.environmentId, now)
  for (const incident of known) {
    if (!incident.rollouts.includes(saved.after.id) || incident.resolvedAt !== null || incident.state === 'merged')
      continue
    const events = taken ? stopEvents(incident, taken, saved.after, facts) : backEvents(incident, saved.after, facts)
    if (events.length === 0) continue
    const after = await saveIncident(place, incident, events)
    if (taken) await addJob(tx, watchJob(place, after.id, WATCH_FIRST_MS))
    await tellScreens(place, after)
  }
}

/** A person who takes exposure away has seen the incident. */
function stopEvents(
  incident: Parameters<typeof acknowledge>[0],
  { at, by }: Halt,
  { id: rolloutId }: Rollout,
  facts: Facts,
): IncidentEvent[] {
  if (incident.stopped?.rolloutId === rolloutId) return []
  const seen = facts.actor.kind === 'person' ? acknowledge(incident, facts) : null
  return [
    ...(seen?.ok ? seen.events : []),
    { kind: 'exposure.stopped', stopped: { rolloutId, at, by }, at, by: byOf(facts.actor) },
  ]
}

function backEvents(incident: Parameters<typeof acknowledge>[0], { id }: Rollout, facts: Facts): IncidentEvent[] {
  if (incident.stopped?.rolloutId !== id) return []
  return [{ kind: 'exposure.restored', rolloutId: id, at: facts.now, by: byOf(facts.actor) }]
}

const DONE: Readonly<Record<Halt['kind'], string>> = {
  'rollout.paused': 'paused',
  'rollout.stopped': 'stopped',
  'rollout.rolling_back': 'rolled back',
}

/** Opens an incident for what a policy did to a rollout, or tells the one that is open for it. */
export async function openForHalt(
  place: Place,
  { environmentId, after: rollout }: Pick<RolloutSaved, 'environmentId' | 'after'>,
  halt: { kind: Halt['kind']; by: By; because: string },
  facts: Facts,
): Promise<void> {
  const { tx, workspaceId, now } = place
  const trigger: Trigger = { environmentId, cause: { kind: 'rollout', rolloutId: rollout.id }, at: now }
  const known = await lockJoinable(tx, workspaceId, environmentId, now)
  const answer = joining(trigger, known)
  const told = `${halt.by.name} ${DONE[halt.kind]} RO-${rollout.number}${halt.because ? `: ${halt.because}` : ''}`
  if (answer.kind === 'open') {
    const impact = await readImpact(tx, workspaceId, rollout, now)
    await startIncident(place, {
      title: titleOf(rollout),
      severity: severityOf(rollout),
      origin: 'gate',
      environmentId,
      rollouts: [rollout.id],
      dedupeKey: keyOf(trigger),
      summary: told,
      follows: answer.follows,
      impactStartedAt: impact?.startedAt ?? null,
      detectedAt: impact?.detectedAt ?? null,
      impactRange: impact?.range ?? null,
      by: halt.by,
    })
    return
  }
  const before = known.find(({ id }) => id === answer.id)
  if (!before) return
  const back = { incidentId: before.id, to: 'investigating' as const, reason: told }
  const reopened = answer.kind === 'reopen' ? setState(before, back, facts) : null
  const after = reopened?.ok ? applyAll(before, reopened.events) : before
  if (reopened?.ok) await saveIncident(place, before, reopened.events)
  await scanSuspects(place, after)
  await queueMail(place, after, {
    cause: `halt:${halt.kind}:${now}`,
    line: told,
    isWorse: halt.kind !== 'rollout.paused',
  })
  await tellScreens(place, after)
}

function driverOf({ verdict }: Rollout) {
  return verdict?.metrics.find(({ key }) => key === verdict.drivers[0]) ?? null
}

function titleOf(rollout: Rollout): string {
  const driver = driverOf(rollout)
  const name = `${rollout.flagKey} (RO-${rollout.number})`
  return driver ? `${driver.name} worse with ${name}` : `${name} was halted by its policy`
}

function severityOf(rollout: Rollout) {
  const driver = driverOf(rollout)
  const critical = rollout.guardrails.some(
    ({ metric, critical: is }) => is && rollout.verdict?.drivers.includes(metric),
  )
  // Only of a rate of people it can be said how many are hurt.
  const { exposed, baseline } = driver && !driver.form ? driver : { exposed: { rate: null }, baseline: { rate: null } }
  const rate = exposed.rate === null ? null : Math.abs(exposed.rate - (baseline.rate ?? 0))
  return proposedSeverity({ critical, rate })
}
