import { and, eq, ne, or } from 'drizzle-orm'
import { feedbackStart, savedView } from '@/drizzle/schema/feedback-settings'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { SavedViewId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { StartViewInput, type StartView } from '../core/schema'

/** With which view Feedback opens for whoever says so: theirs alone, in every browser. */
export const setStartView = command<StartViewInput, StartView>({
  name: 'feedback-view.start',
  permission: 'workspace.read',
  input: StartViewInput,
  async run({ tx, actor, now }, { view }) {
    const id = SavedViewId.safeParse(view)
    if (id.success && !(await isVisible(tx, actor, id.data)))
      return refuse('not-found', 'There is no such view for you.', { field: 'view' })
    const its = { workspaceId: actor.workspaceId, userId: actor.id }
    const set = { view, updatedAt: now }
    await tx
      .insert(feedbackStart)
      .values({ ...its, ...set })
      .onConflictDoUpdate({ target: [feedbackStart.workspaceId, feedbackStart.userId], set })
    return { ok: true, value: { view }, object: { kind: 'feedback-view', id: view }, detail: { view } }
  },
})

async function isVisible(tx: Db | Tx, { workspaceId, id: userId }: Member, id: SavedViewId): Promise<boolean> {
  const its = and(eq(savedView.workspaceId, workspaceId), eq(savedView.id, id))
  const theirs = or(eq(savedView.ownerId, userId), ne(savedView.share, 'me'))
  const [row] = await tx.select({ id: savedView.id }).from(savedView).where(and(its, theirs))
  return row !== undefined
}

/** The view that somebody chose to begin with; the inbox while nothing was chosen, or the chosen one is gone. */
export async function readStartView({ database: { db } }: Runtime, actor: Actor): Promise<Outcome<StartView>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const its = and(eq(feedbackStart.workspaceId, actor.workspaceId), eq(feedbackStart.userId, actor.id))
  const [row] = await db.select({ view: feedbackStart.view }).from(feedbackStart).where(its)
  const view = row?.view ?? 'inbox'
  const id = SavedViewId.safeParse(view)
  return ok({ view: id.success && !(await isVisible(db, actor, id.data)) ? 'inbox' : view })
}
