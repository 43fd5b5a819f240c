import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { incidentMail } from '@/drizzle/schema/incidents'
import { readMembers, readWorkspace } from '@/lib/governance/server/contract'
import { type UserId } from '@/lib/kernel/id'
import { findRollout } from '@/lib/rollouts/server/contract'
import { readFlag } from '@/lib/flags/server/contract'
import { addJob } from '@/lib/platform/jobs'
import { newId } from '@/lib/platform/new-id'
import { isLoud } from '../core/decide-open'
import { dueAt } from '../core/mail'
import { type Incident } from '../core/model'
import { type Place } from './save-incident'

export type MailCause = {
  /** What it is about; the same person is told the same thing once. */
  cause: string
  line: string
  /** Somebody has to know now, whatever was mailed a minute ago. */
  isWorse: boolean
  /** Who did it themselves. */
  except?: string | null
}

/**
 * Writes a line for everybody it concerns into the outbox and a job for each of them. Lines that wait together leave in
 * one mail; one person gets at most one mail in five minutes unless it gets worse.
 */
export async function queueMail(place: Place, incident: Incident, told: MailCause): Promise<void> {
  if (incident.isDrill) return
  const { tx, workspaceId, now } = place
  for (const [userId, why] of await recipientsOf(place, incident)) {
    if (userId === told.except) continue
    const [last] = await tx
      .select({ sentAt: incidentMail.sentAt })
      .from(incidentMail)
      .where(
        and(
          eq(incidentMail.workspaceId, workspaceId),
          eq(incidentMail.incidentId, incident.id),
          eq(incidentMail.userId, userId),
          isNotNull(incidentMail.sentAt),
        ),
      )
      .orderBy(desc(incidentMail.sentAt))
      .limit(1)
    const due = dueAt(last?.sentAt ?? null, now, told.isWorse)
    const { cause, line, isWorse } = told
    const id = newId('iml')
    const written = await tx
      .insert(incidentMail)
      .values({
        id,
        workspaceId,
        incidentId: incident.id,
        userId,
        cause,
        line,
        why,
        isWorse,
        queuedAt: now,
        dueAt: due,
      })
      .onConflictDoNothing()
      .returning({ id: incidentMail.id })
    if (written.length === 0) continue
    const payload = { workspaceId, incidentId: incident.id, userId }
    // A mail that may leave now does not wait for one that has to.
    const key = `incident-mail:${incident.id}:${userId}:${isWorse ? id : 'next'}`
    await addJob(tx, { task: 'incident.mail', payload, runAt: due, key })
  }
}

/** Who is told, and why: whoever is on call (SEV1 and SEV2), the lead, and the owners of what is linked. */
async function recipientsOf({ tx, workspaceId }: Place, incident: Incident): Promise<Map<UserId, string>> {
  const members = await readMembers(tx, workspaceId)
  // Nobody reads the mail of people who came with a sample.
  const invented = new Set((await readWorkspace(tx, workspaceId))?.sample?.members)
  const told = new Map<UserId, string>()
  const add = (id: UserId | undefined, why: string) => {
    if (id && !invented.has(id) && !told.has(id)) told.set(id, why)
  }
  add(incident.lead?.id, 'you lead this incident.')
  for (const rolloutId of incident.rollouts) {
    const row = await findRollout(tx, workspaceId, rolloutId)
    if (!row) continue
    const { rollout } = row
    add(members.find(({ id }) => id === rollout.authorId)?.id, `you wrote RO-${rollout.number}, which is linked to it.`)
    const flag = await readFlag(tx, workspaceId, rollout.flagKey)
    add(members.find(({ name }) => name === flag?.owner)?.id, `you own ${rollout.flagKey}, which is linked to it.`)
  }
  const onCall = members.filter(({ role }) => role === 'on-call')
  if (isLoud(incident.severity) || told.size === 0) {
    for (const { id } of onCall)
      add(id, `you are on call, and ${isLoud(incident.severity) ? 'it is SEV1 or SEV2' : 'nobody owns it'}.`)
  }
  return told
}
