import { z } from 'zod'
import { findEnvironment } from '@/lib/flags/server/contract'
import { recordTimeline } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { IncidentId, WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs } from '@/lib/kernel/time'
import { command, runCommand, type CommandContext } from '@/lib/platform/command'
import { addJob } from '@/lib/platform/jobs'
import { type Runtime } from '@/lib/platform/runtime'
import { isUnmitigated, recovered } from '../core/decide-state'
import { recoveryReason } from '../core/recovery'
import { type CauseView, type IncidentView } from '../core/schema'
import { isOpen } from '../core/states'
import { type Incident } from '../core/model'
import { decideOn } from './decide-on'
import { findIncident, lockIncident } from './incident-rows'
import { type Place, tellScreens } from './save-incident'
import { scanSuspects } from './scan-suspects'
import { viewOf } from './view-of'
import { WATCH_EVERY_MS, WATCH_FIRST_MS, watchJob } from './watch-job'

const RecoverInput = z.strictObject({ incidentId: IncidentId })
export const WatchIncident = z.object({ workspaceId: WorkspaceId, incidentId: IncidentId })
/** After two days nobody waits for numbers any more; people still work on it. */
const WATCHED_MS = 48 * 3_600_000
/** Whoever has not confirmed by then has gone away; a look each minute is enough. */
const CONFIRMING_MS = 60_000

/** Exposure is confirmed gone and the signal is usual again: mitigated, and monitored from now on. Looks for itself. */
export const recoverIncident = command<z.infer<typeof RecoverInput>, IncidentView>({
  name: 'incident.recover',
  permission: 'incident.respond',
  input: RecoverInput,
  run: (context, { incidentId }) =>
    decideOn(
      context,
      incidentId,
      async (incident, facts) => recovered(incident, await whyRecovered(context, incident), facts),
      {
        mail: (after, events) => {
          const moved = events.find((event) => event.kind === 'incident.state_changed')
          if (moved?.kind !== 'incident.state_changed') return null
          return { cause: `recovered:${after.version}`, line: `Mitigated by itself: ${moved.reason}`, isWorse: false }
        },
      },
    ),
})

async function whyRecovered({ tx, actor, now }: CommandContext, incident: Incident): Promise<string | null> {
  const { cause } = await viewOf(tx, incident, actor, now)
  return recoveryReason(cause?.propagation ?? null, cause?.watch ?? null)
}

/** The job: reads what the numbers say now, writes what is new, and comes back while the incident is open. */
export async function watchIncident(
  runtime: Runtime,
  { workspaceId, incidentId }: z.infer<typeof WatchIncident>,
): Promise<void> {
  const { db } = runtime.database
  const now = runtime.now()
  const incident = await findIncident(db, workspaceId, incidentId)
  if (!incident || !isOpen(incident.state) || elapsedMs(incident.openedAt, now) > WATCHED_MS) return
  const actor: Member = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' }
  const { cause } = await viewOf(db, incident, actor, now)
  const isConfirmed = cause?.propagation?.done ?? false
  await db.transaction(async (tx) => {
    const place: Place = { tx, workspaceId, now }
    const locked = await lockIncident(tx, workspaceId, incidentId)
    if (!locked) return
    if (!locked.stopped) await scanSuspects(place, locked)
    const isNews = cause && isConfirmed && (await tellPropagated(place, locked, cause))
    if (isNews) await tellScreens(place, locked)
    const stoppedAt = isConfirmed ? null : (cause?.stopped?.at ?? null)
    const isWaiting = stoppedAt !== null && elapsedMs(stoppedAt, now) < CONFIRMING_MS
    await addJob(tx, watchJob(place, incidentId, isWaiting ? WATCH_FIRST_MS : WATCH_EVERY_MS))
  })
  if (isUnmitigated(incident) && recoveryReason(cause?.propagation ?? null, cause?.watch ?? null) !== null) {
    await runCommand(runtime, recoverIncident, { incidentId }, actor, { now })
  }
}

/** How many clients run the safe version, once for a revision; who does not is named. */
async function tellPropagated({ tx, workspaceId, now }: Place, incident: Incident, cause: CauseView): Promise<boolean> {
  const { propagation, rolloutId, flag } = cause
  const environment = incident.environmentId && (await findEnvironment(tx, workspaceId, incident.environmentId))
  if (!propagation || !rolloutId || !environment || propagation.seen === 0) return false
  const { revision, seen, confirmed, p95S, unconfirmed } = propagation
  const speed = p95S === null ? '' : `, 95% of them within ${p95S} s`
  return recordTimeline(tx, {
    workspaceId,
    environmentId: environment.id,
    rolloutId,
    flagKey: flag,
    kind: 'config.propagated',
    source: 'flags',
    occurredAt: now,
    recordedAt: now,
    actor: { kind: 'system', id: 'system', name: 'Soundings' },
    title: `${confirmed} of ${seen} clients confirmed${speed}`,
    body: unconfirmed.length > 0 ? `Not confirmed: ${unconfirmed.map(({ id }) => id).join(', ')}`.slice(0, 1000) : '',
    data: { revision, seen, confirmed, p95S },
    dedupeKey: `propagated:${environment.id}:${revision}`,
  })
}
