import { and, eq } from 'drizzle-orm'
import { savedView } from '@/drizzle/schema/feedback-settings'
import { SavedViewId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { z } from 'zod'
import { SavedViewInput, type SavedView } from '../core/schema'

/** Keeps a query of the inbox under a name; an own view can be changed, nobody else's. */
export const saveView = command<SavedViewInput, SavedView>({
  name: 'feedback-view.save',
  permission: 'feedback.triage',
  input: SavedViewInput,
  async run({ tx, actor, now }, { id, name, query, share, teamId }) {
    const { workspaceId } = actor
    const row = { name, query, share, teamId, updatedAt: now }
    const viewId = id ?? newId('fvw', Date.parse(now))
    if (id) {
      const its = and(eq(savedView.workspaceId, workspaceId), eq(savedView.id, id), eq(savedView.ownerId, actor.id))
      const changed = await tx.update(savedView).set(row).where(its).returning({ id: savedView.id })
      if (changed.length === 0) return refuse('not-found', 'You have no such view.', { field: 'id' })
    } else {
      const owner = { ownerId: actor.id, ownerName: actor.name }
      await tx.insert(savedView).values({ id: viewId, workspaceId, ...row, ...owner, createdAt: now })
    }
    return {
      ok: true,
      value: { id: viewId, name, query, share, teamId, mine: true, owner: { id: actor.id, name: actor.name } },
      object: { kind: 'feedback-view', id: viewId },
      detail: { name, query, share },
    }
  },
})

export const deleteView = command<{ id: SavedViewId }, null>({
  name: 'feedback-view.delete',
  permission: 'feedback.triage',
  input: z.object({ id: SavedViewId }),
  async run({ tx, actor }, { id }) {
    const its = and(eq(savedView.workspaceId, actor.workspaceId), eq(savedView.id, id), eq(savedView.ownerId, actor.id))
    const gone = await tx.delete(savedView).where(its).returning({ name: savedView.name })
    if (gone.length === 0) return refuse('not-found', 'You have no such view.', { field: 'id' })
    return { ok: true, value: null, object: { kind: 'feedback-view', id }, detail: { name: gone[0]?.name ?? '' } }
  },
})
