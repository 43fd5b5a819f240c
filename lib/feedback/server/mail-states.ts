import { type feedbackMessage } from '@/drizzle/schema/feedback'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { readMailsByKey, type MailState } from '@/lib/platform/mail-by-key'
import { type MessageView } from '../core/schema'

/** Key of the mail that carries a message of ours: one message, one mail. */
export const mailKeyOf = (messageId: string): string => `feedback-reply:${messageId}`

type Delivery = { state: NonNullable<MessageView['delivery']>; note: string | null }

const STATES: Record<MailState['state'], Delivery['state']> = {
  queued: 'queued',
  waiting: 'queued',
  sending: 'sending',
  sent: 'sent',
  unknown: 'failed',
  'gave-up': 'failed',
}
const NOTES: Readonly<Record<string, string>> = {
  'not-set-up': 'It waits for a mail server to be set up.',
  'bad-address': 'The address cannot be written to.',
}

/** How far our messages of a thread came. */
export async function mailStates(
  db: Db,
  workspaceId: WorkspaceId,
  messages: readonly (typeof feedbackMessage.$inferSelect)[],
): Promise<Map<string, Delivery>> {
  const ours = messages.filter(({ direction }) => direction === 'out')
  const mails = await readMailsByKey(
    db,
    workspaceId,
    ours.map(({ id }) => mailKeyOf(id)),
  )
  const byKey = new Map(mails.map((mail) => [mail.key, mail]))
  return new Map(
    ours.flatMap(({ id }): [string, Delivery][] => {
      const mail = byKey.get(mailKeyOf(id))
      if (!mail) return []
      const note = mail.reason === null ? null : (NOTES[mail.reason] ?? 'The mail server did not take it.')
      return [[id, { state: STATES[mail.state], note }]]
    }),
  )
}
