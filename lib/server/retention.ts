import { forgetOldFeedback } from '@/lib/feedback/server/forget-old'
import { readPrivacy } from '@/lib/governance/server/privacy'
import { listWorkspaces, workspaceNow } from '@/lib/governance/server/workspaces'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { forgetMails } from '@/lib/platform/mail-sweep'
import { type Runtime } from '@/lib/platform/runtime'
import { forgetDeliveries } from '@/lib/telemetry/server/deployment-setup'
import { dropOldDays, forgetOldEvents } from '@/lib/telemetry/server/partitions'

const DAY_MS = 86_400_000
/** Nobody sends a webhook again after that. */
const DELIVERIES_DAYS = 30

/** Removes what each workspace keeps no longer: raw events of people, words, and mails that are over. Counts and decisions stay. */
export async function keepNoLonger(runtime: Runtime): Promise<void> {
  const { db, sql } = runtime.database
  const eventsSince = new Map<WorkspaceId, Instant>()
  for (const { id } of await listWorkspaces(db)) {
    const { retentionDays } = (await readPrivacy(db, id)).settings
    // Where the clock is simulated, events are as old as its own moment says.
    const now = await workspaceNow(runtime, id)
    const [originals, feedback] = [daysBefore(now, retentionDays.originals), daysBefore(now, retentionDays.feedback)]
    eventsSince.set(id, daysBefore(now, retentionDays.events))
    await forgetOldFeedback(db, id, { originals, feedback })
    await forgetDeliveries(db, id, daysBefore(now, DELIVERIES_DAYS))
    await db.transaction((tx) => forgetMails(tx, id, daysBefore(runtime.now(), retentionDays.mails)))
  }
  await dropOldDays(sql, eventsSince)
  for (const [id, since] of eventsSince) await forgetOldEvents(sql, id, since)
}

const daysBefore = (at: Instant, days: number): Instant => instant(toMs(at) - days * DAY_MS)
