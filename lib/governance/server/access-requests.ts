import { and, desc, eq, sql } from 'drizzle-orm'
import { type z } from 'zod'
import { accessRequest, membership, user } from '@/drizzle/schema/governance'
import { type AccessRequestId, type WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { type Role } from '@/lib/kernel/permissions'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { letter } from '@/lib/platform/letter'
import { queueMail } from '@/lib/platform/mail'
import { newId } from '@/lib/platform/new-id'
import * as decide from '../core/members'
import { DecideAccessInput, RequestAccessInput, type AccessRequestView } from '../core/people-schema'
import { lockMember } from './member-rows'
import { publicUrl } from './public-url'

/** Requests that wait, and the last ones that were answered. */
export async function readAccessRequests(db: Db | Tx, workspaceId: WorkspaceId): Promise<AccessRequestView[]> {
  const rows = await db
    .select({ request: accessRequest, name: user.name, email: user.email, now: membership.role })
    .from(accessRequest)
    .innerJoin(user, eq(user.id, accessRequest.userId))
    .innerJoin(
      membership,
      and(eq(membership.workspaceId, accessRequest.workspaceId), eq(membership.userId, accessRequest.userId)),
    )
    .where(eq(accessRequest.workspaceId, workspaceId))
    .orderBy(desc(sql`${accessRequest.state} = 'open'`), desc(accessRequest.createdAt))
    .limit(50)
  return rows.map(({ request, name, email, now: roleNow }) => {
    const { id, userId, role, note, state, createdAt } = request
    return { id, person: { id: userId, name, email, role: roleNow }, role, note, state, createdAt }
  })
}

/** Asks the admins for a role, by mail and as a row in Members. One request waits at a time; a new one replaces it. */
export const requestAccess = command<z.infer<typeof RequestAccessInput>, { requestId: AccessRequestId }>({
  name: 'access.request',
  permission: 'access.request',
  input: RequestAccessInput,
  async run({ tx, actor, now }, { role, note }) {
    if (actor.kind !== 'person') return refuse('person-required', 'Only people ask for a role.')
    if (actor.role === role) return refuse('already-so', 'You have this role already.', { field: 'role' })
    const { workspaceId } = actor
    const its = and(eq(accessRequest.workspaceId, workspaceId), eq(accessRequest.userId, actor.id))
    await tx.delete(accessRequest).where(and(its, eq(accessRequest.state, 'open')))
    const id = newId('arq')
    await tx.insert(accessRequest).values({ id, workspaceId, userId: actor.id, role, note, createdAt: now })
    await askAdmins(tx, { workspaceId, id, who: actor.name, role, note }, now)
    return {
      ok: true,
      value: { requestId: id },
      object: { kind: 'access', id },
      detail: { role, note },
      topics: [{ topic: 'members', id, version: 1 }],
    }
  },
})

type Asked = { workspaceId: WorkspaceId; id: AccessRequestId; who: string; role: Role; note: string }

async function askAdmins(tx: Tx, { workspaceId, id, who, role, note }: Asked, now: Instant): Promise<void> {
  const admins = await tx
    .select({ id: user.id, email: user.email })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.role, 'admin')))
  const url = `${await publicUrl(tx, workspaceId)}${paths.settings('members')}`
  for (const admin of admins) {
    const words = letter({
      paragraphs: [`${who} asks for the role ${role}.`, ...(note === '' ? [] : [`They say: ${note}`])],
      action: { label: 'Answer in Members', url },
      why: 'you are an admin of this workspace.',
    })
    const key = `access:${id}:${admin.id}`
    await queueMail(
      tx,
      { workspaceId, key, to: admin.email, subject: `${who} asks for the role ${role}`, ...words },
      now,
    )
  }
}

/** Grants or declines; whoever asked hears it by mail. */
export const decideAccess = command<
  z.infer<typeof DecideAccessInput>,
  { requestId: AccessRequestId; granted: boolean }
>({
  name: 'access.decide',
  permission: 'member.edit',
  input: DecideAccessInput,
  async run({ tx, actor, now }, { requestId, grant }) {
    const { workspaceId } = actor
    const its = and(eq(accessRequest.workspaceId, workspaceId), eq(accessRequest.id, requestId))
    const [row] = await tx.select().from(accessRequest).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such request here.')
    if (row.state !== 'open') return refuse('already-answered', 'This request was answered already.')
    const found = await lockMember(tx, workspaceId, row.userId)
    if (!found) return refuse('not-found', 'This person is no member any more.')
    const { member } = found
    if (grant) {
      const decided = decide.editMember(member, { role: row.role }, found.admins)
      if (!decided.ok) return decided
      await tx
        .update(membership)
        .set({ role: decided.role, version: member.version + 1 })
        .where(and(eq(membership.workspaceId, workspaceId), eq(membership.userId, row.userId)))
    }
    const state = grant ? 'granted' : 'declined'
    await tx.update(accessRequest).set({ state, decidedAt: now, decidedBy: actor.name }).where(its)
    const said = grant ? `You are ${row.role} now.` : 'Your role stays as it is.'
    const words = letter({ paragraphs: [`${actor.name} answered your request.`, said], why: 'you asked for a role.' })
    const mail = { key: `access:${requestId}:answer`, to: member.email, subject: `Your request was ${state}`, ...words }
    await queueMail(tx, { workspaceId, ...mail }, now)
    return {
      ok: true,
      value: { requestId, granted: grant },
      object: { kind: 'access', id: requestId },
      detail: { person: member.name, before: member.role, role: row.role, granted: grant },
      topics: [{ topic: 'members', id: row.userId, version: member.version + 1 }],
    }
  },
})
