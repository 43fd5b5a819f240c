import { listWorkspaces } from '@/lib/governance/server/contract'
import { readPrivacy } from '@/lib/governance/server/privacy'
import { instant, toMs } from '@/lib/kernel/time'
import { forgetMails } from '@/lib/platform/mail-sweep'
import { type Runtime } from '@/lib/platform/runtime'
import { forgetOldEvents } from '@/lib/telemetry/server/partitions'

const DAY_MS = 86_400_000

/** Removes what each workspace keeps no longer: raw events of people, and mails that are over. Counts and decisions stay. */
export async function keepNoLonger(runtime: Runtime): Promise<void> {
  const { db, sql } = runtime.database
  const ago = (days: number) => instant(toMs(runtime.now()) - days * DAY_MS)
  for (const { id } of await listWorkspaces(db)) {
    const { settings } = await readPrivacy(db, id)
    await forgetOldEvents(sql, id, ago(settings.retentionDays.events))
    await db.transaction((tx) => forgetMails(tx, id, ago(settings.retentionDays.mails)))
  }
}
