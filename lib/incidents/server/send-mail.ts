import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { incidentMail } from '@/drizzle/schema/incidents'
import { publicUrl, readMembers } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { IncidentId, UserId, WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { transact } from '@/lib/platform/database'
import { letter } from '@/lib/platform/letter'
import { queueMail } from '@/lib/platform/mail'
import { type Runtime } from '@/lib/platform/runtime'
import { mailOf } from '../core/mail'
import { findIncident } from './incident-rows'
import { viewOf } from './view-of'

export const IncidentMailJob = z.object({ workspaceId: WorkspaceId, incidentId: IncidentId, userId: UserId })

/**
 * The job: everything that waits for one person about one incident becomes one mail in the outbox, in the transaction
 * that takes the lines, so that a line leaves once.
 */
export async function sendIncidentMail(
  runtime: Runtime,
  { workspaceId, incidentId, userId }: z.infer<typeof IncidentMailJob>,
): Promise<void> {
  const now = runtime.now()
  await transact(runtime.database.db, async (tx) => {
    const its = and(
      eq(incidentMail.workspaceId, workspaceId),
      eq(incidentMail.incidentId, incidentId),
      eq(incidentMail.userId, userId),
      isNull(incidentMail.sentAt),
    )
    const lines = await tx
      .select()
      .from(incidentMail)
      .where(its)
      .orderBy(asc(incidentMail.queuedAt), asc(incidentMail.id))
      .for('update')
    const [first] = lines
    // Taken by an earlier job, or it comes with the next mail.
    if (!first || lines.every(({ dueAt }) => dueAt > now)) return
    const incident = await findIncident(tx, workspaceId, incidentId)
    const person = (await readMembers(tx, workspaceId)).find(({ id }) => id === userId)
    if (incident && person) {
      const actor: Member = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' }
      const view = await viewOf(tx, incident, actor, now)
      const { subject, paragraphs } = mailOf({ incident: view, lines: lines.map(({ line }) => line), timeZone: 'UTC' })
      const url = `${await publicUrl(tx, workspaceId)}${paths.incident(view.name)}`
      const content = letter({ paragraphs, action: { label: `Open ${view.name}`, url }, why: first.why })
      // One conversation in the reader's mailbox.
      const headers = { 'Auto-Submitted': 'auto-generated' }
      const mail = { workspaceId, key: `incident:${first.id}`, to: person.email, subject, ...content, headers }
      await queueMail(tx, mail, now)
    }
    const ids = lines.map(({ id }) => id)
    await tx
      .update(incidentMail)
      .set({ sentAt: now, withId: first.id })
      .where(and(eq(incidentMail.workspaceId, workspaceId), inArray(incidentMail.id, ids)))
  })
}
