import { and, asc, eq, gt, ne, type SQL } from 'drizzle-orm'
import { feedbackPresence } from '@/drizzle/schema/feedback-settings'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { instant, toMs } from '@/lib/kernel/time'
import { notifyLive } from '@/lib/platform/notify'
import { type Runtime } from '@/lib/platform/runtime'
import { PresenceInput, type PresenceView, type PresentView } from '../core/schema'
import { findItem } from './item-rows'

const GONE_MS = 30_000
const TYPING_MS = 5000

/** Says that somebody has an item open, and whether they write. Advisory: no command, no audit, no lock. */
export async function tellPresence(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  state: 'here' | 'typing' | 'left',
): Promise<Outcome<PresenceView>> {
  if (actor.kind !== 'person') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, idOrName)
  if (!row) return refuse('not-found', 'This item does not exist here.')
  const now = runtime.now()
  const { workspaceId } = actor
  const its = and(
    eq(feedbackPresence.workspaceId, workspaceId),
    eq(feedbackPresence.itemId, row.id),
    eq(feedbackPresence.userId, actor.id),
  )
  const [before] = await db.select().from(feedbackPresence).where(its)
  await db.transaction(async (tx) => {
    if (state === 'left') await tx.delete(feedbackPresence).where(its)
    else {
      const seen = { name: actor.name, seenAt: now, typingAt: state === 'typing' ? now : null }
      await tx
        .insert(feedbackPresence)
        .values({ workspaceId, itemId: row.id, userId: actor.id, ...seen, createdAt: now })
        .onConflictDoUpdate({
          target: [feedbackPresence.workspaceId, feedbackPresence.itemId, feedbackPresence.userId],
          set: seen,
        })
    }
    // A beat that changes nothing for others is not told.
    const wasHere = before !== undefined && toMs(now) - toMs(before.seenAt) < GONE_MS
    const wasTyping = before?.typingAt !== null && before?.typingAt !== undefined
    if (!wasHere || state === 'left' || wasTyping !== (state === 'typing'))
      for (const topic of [`presence:${row.id}`, 'presence'])
        await notifyLive(tx, { workspaceId, topic, id: row.id, version: toMs(now) % 2 ** 31 })
  })
  return readPresence(runtime, actor, row.id)
}

/** The same for a screen: what it says is looked at first. */
export async function bePresent(runtime: Runtime, input: unknown, actor: Actor): Promise<Outcome<PresenceView>> {
  const said = PresenceInput.safeParse(input)
  if (!said.success) return refuse('invalid-input', 'This needs an item, and here, typing or left.')
  return tellPresence(runtime, actor, said.data.itemId, said.data.state)
}

/** Who else has an item open now. */
export async function readPresence(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<PresenceView>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, idOrName)
  if (!row) return refuse('not-found', 'This item does not exist here.')
  const rows = await othersNow(runtime, actor, eq(feedbackPresence.itemId, row.id)).limit(20)
  return { ok: true, value: { people: rows.map((one) => seenAs(one, toMs(runtime.now()))) } }
}

/** Every item that somebody else has open now, for the dots on a list. */
export async function listPresence(runtime: Runtime, actor: Actor): Promise<Outcome<PresentView[]>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const byItem = new Map<PresentView['itemId'], PresentView>()
  for (const one of await othersNow(runtime, actor).limit(500)) {
    const present = byItem.get(one.itemId) ?? { itemId: one.itemId, people: [] }
    byItem.set(one.itemId, present)
    present.people.push(seenAs(one, toMs(runtime.now())))
  }
  return { ok: true, value: [...byItem.values()] }
}

function othersNow({ database: { db }, now }: Runtime, actor: Member, of?: SQL) {
  return db
    .select()
    .from(feedbackPresence)
    .where(
      and(
        eq(feedbackPresence.workspaceId, actor.workspaceId),
        of,
        gt(feedbackPresence.seenAt, instant(toMs(now()) - GONE_MS)),
        ne(feedbackPresence.userId, actor.id),
      ),
    )
    .orderBy(asc(feedbackPresence.createdAt))
}

const seenAs = ({ userId, name, typingAt }: typeof feedbackPresence.$inferSelect, nowMs: number) => ({
  id: userId,
  name,
  typing: typingAt !== null && nowMs - toMs(typingAt) < TYPING_MS,
})
