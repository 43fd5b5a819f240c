import { type z } from 'zod'
import { incidentUpdate } from '@/drizzle/schema/incidents'
import { findTimelineRow, markTimelineRow, recordTimelines } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { decided } from '../core/events'
import { byOf, nameOf } from '../core/facts'
import { type Incident } from '../core/model'
import { AddNoteInput, EditRowInput, type IncidentView, PostUpdateInput } from '../core/schema'
import { isHumanKind } from '../core/timeline'
import { decideOn } from './decide-on'
import { queueMail } from './queue-mail'
import { isOnTimeline } from './timeline-reads'

/** What somebody saw or did, at the minute they say; a row that is written later says so. */
export const addNote = command<z.infer<typeof AddNoteInput>, IncidentView>({
  name: 'incident.add-note',
  permission: 'incident.respond',
  input: AddNoteInput,
  async run(context, { incidentId, body, at }) {
    const { tx, actor, now } = context
    if (at && elapsedMs(now, at) > 0)
      return refuse('in-the-future', 'A note cannot lie in the future.', { field: 'at' })
    return decideOn(context, incidentId, () => decided(), {
      detail: { note: body, at: at ?? now },
      also: async ({ workspaceId }, { environmentId }) => {
        const told = { workspaceId, incidentId, environmentId: environmentId ?? undefined, kind: 'note' }
        const words = { title: `${actor.name} noted`, body, source: 'incidents' }
        await recordTimelines(tx, [{ ...told, ...words, occurredAt: at ?? now, recordedAt: now, actor: byOf(actor) }])
      },
    })
  },
})

/** Tells the people who work on it. Status page and affected people are other audiences, with rooms of their own. */
export const postUpdate = command<z.infer<typeof PostUpdateInput>, IncidentView>({
  name: 'incident.post-update',
  permission: 'incident.respond',
  input: PostUpdateInput,
  async run(context, { incidentId, body, audience }) {
    const { tx, actor, now } = context
    if (audience !== 'internal') {
      return refuse('no-audience', 'Only the people who work on it can be told from here yet.', {
        remedy: 'Choose the internal audience.',
        field: 'audience',
      })
    }
    const id = newId('upd', Date.parse(now))
    return decideOn(context, incidentId, () => decided(), {
      detail: { update: body, audience },
      also: async (place, after) => {
        const { workspaceId } = place
        const by = { byId: actor.id, byName: actor.name }
        await tx.insert(incidentUpdate).values({ id, workspaceId, incidentId, audience, body, ...by, at: now })
        const told = { workspaceId, incidentId, kind: 'update.posted', source: 'incidents', dedupeKey: `update:${id}` }
        const title = `${actor.name} updated ${nameOf(after)}`
        await recordTimelines(tx, [{ ...told, title, body, occurredAt: now, recordedAt: now, actor: byOf(actor) }])
        const line = `${actor.name} writes: ${body.slice(0, 500)}`
        await queueMail(place, after, { cause: `update:${id}`, line, isWorse: false, except: actor.id })
      },
    })
  },
})

const notHere = refuse('not-found', 'This row is not on this timeline, or it was corrected meanwhile.')

/** Pins a row, titles it anew, or corrects and withdraws what a person wrote. Time and data of a row never change. */
export const editRow = command<EditRowInput, IncidentView>({
  name: 'incident.edit-row',
  permission: 'incident.respond',
  input: EditRowInput,
  async run(context, { incidentId, eventId, title, body, pinned, withdraw }) {
    const { tx, actor, now } = context
    const row = await findTimelineRow(tx, actor.workspaceId, eventId)
    if (!row) return notHere
    if ((withdraw || body !== undefined) && !isHumanKind(row.kind)) {
      return refuse('machine-row', 'A machine wrote this row: its time, data and text stay.', {
        remedy: 'Change its title, or write a note beside it.',
      })
    }
    // Under the incident's lock: of two corrections at once the second finds the row corrected.
    const decide = async (incident: Incident) =>
      (await isOnTimeline(tx, actor.workspaceId, incident, eventId)) ? decided() : notHere
    return decideOn(context, incidentId, decide, {
      detail: {
        row: eventId,
        title: title ?? null,
        body: body ?? null,
        pinned: pinned ?? null,
        withdraw: withdraw ?? false,
      },
      also: async ({ workspaceId }) => {
        if (!withdraw && body === undefined) {
          await markTimelineRow(tx, row, { title, pinned })
          return
        }
        const told = { workspaceId, incidentId: row.incidentId ?? incidentId, supersedes: row.id, source: 'incidents' }
        const words = {
          kind: withdraw ? 'withdrawn' : row.kind,
          title: title ?? row.title,
          body: body ?? row.body,
          pinned: pinned ?? row.pinned,
        }
        const { occurredAt, environmentId } = row
        await recordTimelines(tx, [
          {
            ...told,
            ...words,
            environmentId: environmentId ?? undefined,
            occurredAt,
            recordedAt: now,
            actor: byOf(actor),
            dedupeKey: `corrects:${row.id}`,
          },
        ])
      },
    })
  },
})
