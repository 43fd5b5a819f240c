import { instant, toMs } from '@/lib/kernel/time'
import { type IncidentId } from '@/lib/kernel/id'
import { type Job } from '@/lib/platform/jobs'
import { type Place } from './save-incident'

/** The first look comes soon after something happened, further ones each minute. */
export const WATCH_FIRST_MS = 5000
export const WATCH_EVERY_MS = 60_000

/** Looks at an open incident again: did clients confirm, did the signal recover, what else changed. */
export function watchJob({ workspaceId, now }: Pick<Place, 'workspaceId' | 'now'>, id: IncidentId, inMs: number): Job {
  const payload = { workspaceId, incidentId: id }
  return { task: 'incident.watch', payload, runAt: instant(toMs(now) + inMs), key: `incident-watch:${id}` }
}
