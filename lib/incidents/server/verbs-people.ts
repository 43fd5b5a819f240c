import { and, eq } from 'drizzle-orm'
import { type z } from 'zod'
import { incidentRole, incidentTask } from '@/drizzle/schema/incidents'
import { readMembers, recordTimelines } from '@/lib/governance/server/contract'
import { UserId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { decided } from '../core/events'
import { leaveLead, takeLead } from '../core/decide-people'
import { byOf } from '../core/facts'
import { AddTaskInput, AssignInput, FinishTaskInput, type IncidentView } from '../core/schema'
import { decideOn } from './decide-on'

/** Takes or gives a role. There is one lead: the second of two people hears who was first. */
export const assignRole = command<AssignInput, IncidentView>({
  name: 'incident.assign',
  permission: 'incident.respond',
  input: AssignInput,
  async run(context, { incidentId, role, userId, replaces, leave }) {
    const { tx, actor, now } = context
    const self = UserId.safeParse(actor.id)
    const wanted = userId ?? (self.success ? self.data : undefined)
    if (!wanted) return refuse('person-required', 'Name the person who takes the role.', { field: 'userId' })
    const person = (await readMembers(tx, actor.workspaceId)).find(({ id }) => id === wanted)
    if (!person) return refuse('unknown-person', 'This person is not a member here.', { field: 'userId' })
    const { id, name } = person
    const place = { workspaceId: actor.workspaceId, incidentId }
    return decideOn(
      context,
      incidentId,
      (incident, facts) => {
        if (role !== 'lead') return decided()
        return leave ? leaveLead(incident, id, facts) : takeLead(incident, { id, name }, replaces, facts)
      },
      {
        detail: { role, userId: id, leave },
        mail: (after) =>
          after.lead?.id === id && id !== actor.id
            ? { cause: `lead:${after.version}`, line: `${actor.name} made ${name} the lead`, isWorse: true }
            : null,
        also: async () => {
          if (role === 'lead') return
          const rows = leave
            ? await tx
                .delete(incidentRole)
                .where(
                  and(
                    eq(incidentRole.workspaceId, actor.workspaceId),
                    eq(incidentRole.incidentId, incidentId),
                    eq(incidentRole.role, role),
                    eq(incidentRole.userId, id),
                  ),
                )
                .returning({ id: incidentRole.userId })
            : await tx
                .insert(incidentRole)
                .values({ ...place, role, userId: id, name, since: now })
                .onConflictDoNothing()
                .returning({ id: incidentRole.userId })
          if (rows.length === 0) return
          const title = leave ? `${name} is no longer ${role}` : `${name} is ${role}`
          const told = { ...place, kind: 'role.changed', source: 'incidents', title }
          await recordTimelines(tx, [{ ...told, occurredAt: now, recordedAt: now, actor: byOf(actor) }])
        },
      },
    )
  },
})

export const addTask = command<z.infer<typeof AddTaskInput>, IncidentView>({
  name: 'incident.add-task',
  permission: 'incident.respond',
  input: AddTaskInput,
  async run(context, { incidentId, title, ownerId, dueAt, link }) {
    const { tx, actor, now } = context
    const owner = ownerId ? (await readMembers(tx, actor.workspaceId)).find(({ id }) => id === ownerId) : undefined
    if (ownerId && !owner) return refuse('unknown-person', 'This person is not a member here.', { field: 'ownerId' })
    return decideOn(context, incidentId, () => decided(), {
      detail: { task: title },
      also: async ({ workspaceId }) => {
        await tx.insert(incidentTask).values({
          id: newId('tsk', Date.parse(now)),
          workspaceId,
          incidentId,
          title,
          ownerId: owner?.id ?? null,
          ownerName: owner?.name ?? '',
          dueAt: dueAt ?? null,
          link,
          createdAt: now,
        })
      },
    })
  },
})

/** Ticks a task off, or opens it again; twice is once. */
export const finishTask = command<FinishTaskInput, IncidentView>({
  name: 'incident.finish-task',
  permission: 'incident.respond',
  input: FinishTaskInput,
  async run(context, { incidentId, taskId, done }) {
    const { tx, actor, now } = context
    const which = and(
      eq(incidentTask.workspaceId, actor.workspaceId),
      eq(incidentTask.incidentId, incidentId),
      eq(incidentTask.id, taskId),
    )
    const [task] = await tx.select().from(incidentTask).where(which).for('update')
    if (!task) return refuse('not-found', 'This task does not exist here.')
    return decideOn(context, incidentId, () => decided(), {
      detail: { task: task.title, done },
      also: async ({ workspaceId }) => {
        if ((task.doneAt !== null) === done) return
        await tx
          .update(incidentTask)
          .set(done ? { doneAt: now, doneBy: actor.name } : { doneAt: null, doneBy: '' })
          .where(which)
        if (!done) return
        const told = { workspaceId, incidentId, kind: 'task.done', source: 'incidents' }
        const title = `${actor.name} did “${task.title}”`
        await recordTimelines(tx, [{ ...told, title, occurredAt: now, recordedAt: now, actor: byOf(actor) }])
      },
    })
  },
})
