import { and, asc, eq } from 'drizzle-orm'
import { feedbackRaw } from '@/drizzle/schema/feedback'
import { type Actor } from '@/lib/kernel/actor'
import { type AttachmentId, type FeedbackItemId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { RevealInput } from '../core/schema'
import { attachmentViews, revealedAttachments } from './attachments'
import { findItem } from './item-rows'
import { secretBox } from './secret-box'

export type Revealed = {
  messages: { text: string; subject: string | null; email: string | null }[]
  /** Pictures at addresses that show them to this person for five minutes. */
  attachments: { id: AttachmentId; address: string }[]
}

/** Asks to see an original: permission and reason go to the audit, and no word of it into any table. */
const revealItem = command<RevealInput, { itemId: FeedbackItemId }>({
  name: 'feedback.reveal',
  permission: 'feedback.reveal',
  input: RevealInput,
  async run({ tx, actor }, { itemId, reason }) {
    const row = await findItem(tx, actor.workspaceId, itemId)
    if (!row) return refuse('not-found', 'This item does not exist here.')
    const its = and(eq(feedbackRaw.workspaceId, actor.workspaceId), eq(feedbackRaw.itemId, row.id))
    const raws = await tx.select({ seq: feedbackRaw.seq }).from(feedbackRaw).where(its)
    const pictures = (await attachmentViews(tx, row)).length
    if (raws.length + pictures === 0) return refuse('original-gone', 'The original is kept for 30 days and is gone.')
    const detail = { reason, messages: raws.length, ...(pictures > 0 ? { pictures } : {}) }
    return { ok: true, value: { itemId: row.id }, object: { kind: 'feedback', id: row.id }, detail }
  },
})

/** What was written before masking, for whoever may see it. The answer is never kept with an idempotency key. */
export async function revealOriginal(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<Revealed>> {
  const allowed = await runCommand(runtime, revealItem, input, actor, options)
  if (!allowed.ok || actor.kind === 'anonymous') return allowed.ok ? refuse('not-signed-in', 'Sign in first.') : allowed
  const { db } = runtime.database
  const raws = await db
    .select({ payload: feedbackRaw.payload })
    .from(feedbackRaw)
    .where(and(eq(feedbackRaw.workspaceId, actor.workspaceId), eq(feedbackRaw.itemId, allowed.value.itemId)))
    .orderBy(asc(feedbackRaw.seq))
  const box = await secretBox(db, actor.workspaceId)
  const messages = raws.flatMap(({ payload }) => {
    const opened = box.open(payload)
    return opened === null ? [] : [JSON.parse(opened) as Revealed['messages'][number]] // sealed by the ingest door
  })
  return { ok: true, value: { messages, attachments: await revealedAttachments(runtime, actor, allowed.value.itemId) } }
}
