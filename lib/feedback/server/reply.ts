import { and, desc, eq, inArray } from 'drizzle-orm'
import { feedbackMessage } from '@/drizzle/schema/feedback'
import { personIdentity } from '@/drizzle/schema/feedback-people'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { messageIdOf, queueMail } from '@/lib/platform/mail'
import { newId } from '@/lib/platform/new-id'
import { type ActAnswer, ReplyInput } from '../core/schema'
import { decideReply, replySentence } from '../core/reply'
import { changesOf } from '../core/decide-triage'
import { lastActOf, store, topicsOf } from './act'
import { refreshClocks } from './clocks'
import { itemName, lockItems, triageOf, type ItemRow } from './item-rows'
import { mailKeyOf } from './mail-states'
import { readConsents, replyState } from './person-view'
import { rowView } from './row-view'
import { secretBox } from './secret-box'

/** Answers whoever wrote, by mail. Sending is the outbox's: here it is only queued, with the item's new state. */
export const replyToItem = command<ReplyInput, ActAnswer>({
  name: 'feedback.reply',
  permission: 'feedback.reply',
  input: ReplyInput,
  async run({ tx, actor, now }, input) {
    const [row] = await lockItems(tx, actor.workspaceId, [input.itemId])
    if (!row) return refuse('not-found', 'This item does not exist here.')
    if (input.expectedVersion !== undefined && input.expectedVersion !== row.version) {
      return refuse('stale-version', `${await lastActOf(tx, row)} Nothing was sent.`, { remedy: 'Look again.' })
    }
    const address = await addressOf(tx, row)
    if (!address.ok) return address
    const before = triageOf(row)
    const decided = decideReply(before, input)
    if (!decided.ok) return decided
    const messageId = newId('fbm', Date.parse(now))
    const thread = await tx
      .select({ externalId: feedbackMessage.externalId })
      .from(feedbackMessage)
      .where(
        and(
          eq(feedbackMessage.workspaceId, row.workspaceId),
          eq(feedbackMessage.itemId, row.id),
          eq(feedbackMessage.direction, 'out'),
        ),
      )
      .orderBy(desc(feedbackMessage.createdAt))
      .limit(10)
    const references = [
      ...threadIds(row.externalId),
      ...thread.toReversed().flatMap(({ externalId }) => threadIds(externalId)),
    ]
    const inReplyTo = references.at(-1)
    const mail = await queueMail(
      tx,
      {
        workspaceId: row.workspaceId,
        key: mailKeyOf(messageId),
        to: address.value,
        subject: `Re: ${row.subject ?? `your message (${itemName(row.number)})`}`,
        text: `${input.text}\n\n— ${actor.name}\n\nYou get this because you wrote to us. Your message is ${itemName(row.number)}.`,
        ...(inReplyTo ? { inReplyTo, headers: { References: references.join(' ') } } : {}),
      },
      now,
    )
    await tx.insert(feedbackMessage).values({
      id: messageId,
      workspaceId: row.workspaceId,
      itemId: row.id,
      direction: 'out',
      author: actor.name,
      text: input.text,
      externalId: messageIdOf(mail.id),
      inReplyTo: inReplyTo ?? null,
      createdAt: now,
    })
    const actId = newId('fba', Date.parse(now))
    const changes = changesOf(before, decided.value)
    const acted = await store({ tx, actor, now }, row, {
      next: decided.value,
      changes,
      labels: [],
      verb: 'reply',
      sentence: replySentence(actor.name, input),
      actId,
    })
    const clocks = await refreshClocks(tx, row.workspaceId, [row.id])
    return {
      ok: true,
      value: { actId, item: await rowView(tx, { ...acted.row, ...clocks.get(row.id) }, now) },
      object: { kind: 'feedback', id: row.id },
      detail: { actId, kind: input.kind, messageId, mailId: mail.id },
      topics: topicsOf([{ id: row.id, acted, refusal: null }]),
    }
  },
})

/** Ids of mails, as headers may carry them. */
const threadIds = (id: string | null): string[] => (id !== null && /^<[\x21-\x7e]{1,240}>$/.test(id) ? [id] : [])

/** Where an answer goes, if it may go at all. */
async function addressOf(tx: Tx, row: ItemRow): Promise<Outcome<string>> {
  const { workspaceId, personId } = row
  const identities = personId
    ? await tx
        .select({ kind: personIdentity.kind, value: personIdentity.value })
        .from(personIdentity)
        .where(
          and(
            eq(personIdentity.workspaceId, workspaceId),
            eq(personIdentity.personId, personId),
            inArray(personIdentity.kind, ['email', 'claimed']),
          ),
        )
    : []
  const consents = personId ? await readConsents(tx, workspaceId, personId) : []
  const state = replyState(identities.length > 0, consents)
  if (!state.possible) return refuse('no-reply', state.reason ?? 'Nobody knows where to write.')
  const [best] = identities.toSorted((a, b) => (a.kind === 'email' ? -1 : b.kind === 'email' ? 1 : 0))
  const box = await secretBox(tx, workspaceId)
  const address = best?.value ? box.open(best.value) : null
  return address === null ? refuse('no-reply', 'Their address cannot be read any more.') : { ok: true, value: address }
}
