import { and, eq, inArray, sql } from 'drizzle-orm'
import { mailSetting, outboxMail } from '@/drizzle/schema/platform'
import { type MailId, type WorkspaceId } from '@/lib/kernel/id'
import { type Mail, type MailContent } from '@/lib/kernel/mail'
import { duration, plus, type Instant } from '@/lib/kernel/time'
import { transact, type Db, type Tx } from './database'
import { addJob } from './jobs'
import { newId } from './new-id'
import { type Runtime } from './runtime'
import { seal, unseal } from './secrets'
import { deliver, type Delivery, isServerUrl, type MailServer } from './smtp'

export type OutgoingMail = MailContent & {
  workspaceId: WorkspaceId
  /** What this mail is, such as `invitation:inv_…`: asked twice with one key, one mail goes out. */
  key: string
  to: string
  subject: string
}

/** Waits before the next try, in minutes; after the last one Soundings gives up: a bit more than a day in all. */
const WAITS_MIN = [1, 5, 15, 60, 180, 360, 720]
const SEAL = 'mail'

/** The Message-ID of a mail, known before it is sent: answers name it. */
export const messageIdOf = (mailId: MailId): string => `<${mailId}@soundings.internal>`

/**
 * Puts a mail into the outbox, in the transaction that causes it; it is sent after the commit. One key is one mail.
 * @returns its id, and whether it was new
 */
export async function queueMail(tx: Tx, mail: OutgoingMail, now: Instant): Promise<{ id: MailId; isNew: boolean }> {
  const { workspaceId, key, to, subject, ...content } = mail
  const isFit = isAddress(to) && areHeadersSafe(content)
  const [row] = await tx
    .insert(outboxMail)
    .values({
      id: newId('mai'),
      workspaceId,
      key,
      recipient: to.slice(0, 320),
      subject: oneLine(subject).slice(0, 200),
      content: content.sealed ? await sealed(tx, content) : content,
      state: isFit ? 'queued' : 'gave-up',
      reason: isFit ? null : 'bad-address',
      createdAt: now,
      changedAt: now,
      nextAt: isFit ? now : null,
    })
    .onConflictDoNothing({ target: [outboxMail.workspaceId, outboxMail.key] })
    .returning({ id: outboxMail.id })
  if (row) {
    if (isFit) await addJob(tx, sendJob(row.id))
    return { id: row.id, isNew: true }
  }
  const its = and(eq(outboxMail.workspaceId, workspaceId), eq(outboxMail.key, key))
  const [known] = await tx.select({ id: outboxMail.id }).from(outboxMail).where(its)
  if (!known) throw new Error(`mail ${key} was neither queued nor found`)
  return { id: known.id, isNew: false }
}

/** The job that sends one mail; a later one for the same mail replaces it. */
export const sendJob = (mailId: MailId, runAt?: Instant) => ({
  task: 'mail.send',
  payload: { mailId },
  key: `mail:${mailId}`,
  ...(runAt === undefined ? {} : { runAt }),
})

/**
 * Sends one mail of the outbox. It is claimed by a commit before its text leaves: a worker that dies between sending and
 * writing it down leaves `sending`, which the sweep turns into `unknown` and nobody sends again by itself. So a mail
 * reaches the server at most once, unless the server said no or never got its text.
 */
export async function sendQueuedMail(runtime: Runtime, mailId: MailId): Promise<void> {
  const { db } = runtime.database
  const server = await serverOf(db, mailId)
  const from = inArray(outboxMail.state, ['queued', 'waiting'])
  const changedAt = runtime.now()
  if (!server) {
    const state = { state: 'waiting', reason: 'not-set-up', nextAt: null, changedAt } as const
    await db
      .update(outboxMail)
      .set(state)
      .where(and(eq(outboxMail.id, mailId), from))
    return
  }
  const [row] = await db
    .update(outboxMail)
    .set({ state: 'sending', attempts: sql`${outboxMail.attempts} + 1`, nextAt: null, changedAt })
    .where(and(eq(outboxMail.id, mailId), from))
    .returning()
  if (!row) return // sent, being sent, or given up
  const content = await opened(db, row.content)
  const delivery: Delivery = content
    ? await sendMail(server, { ...content, to: row.recipient, subject: row.subject, messageId: messageIdOf(mailId) })
    : { kind: 'refused', reason: 'unreadable', detail: '' }
  await settle(runtime, row, delivery)
}

/** Hands one mail to a server, at once and unguarded: whoever calls keeps it from being sent twice. */
export const sendMail = (server: MailServer, mail: Mail): Promise<Delivery> => deliver(server, mail)

async function settle(
  runtime: Runtime,
  row: Pick<typeof outboxMail.$inferSelect, 'id' | 'attempts' | 'content'>,
  delivery: Delivery,
): Promise<void> {
  const now = runtime.now()
  const its = and(eq(outboxMail.id, row.id), eq(outboxMail.state, 'sending'))
  if (delivery.kind === 'sent') {
    const content = row.content.sealed ? { text: '', sealed: true as const } : row.content
    const sent = { state: 'sent', reason: null, detail: '', changedAt: now, content } as const
    await runtime.database.db.update(outboxMail).set(sent).where(its)
    return
  }
  const { kind, reason, detail } = delivery
  runtime.log.warn({ mailId: row.id, reason, attempts: row.attempts }, 'a mail was not sent')
  const waitMin = kind === 'retry' ? WAITS_MIN[row.attempts - 1] : undefined
  const why = { reason, detail, changedAt: now }
  await transact(runtime.database.db, async (tx) => {
    if (waitMin === undefined) {
      const state = kind === 'unknown' ? 'unknown' : 'gave-up'
      await tx
        .update(outboxMail)
        .set({ ...why, state })
        .where(its)
      return
    }
    const nextAt = plus(now, duration(waitMin * 60_000))
    await tx
      .update(outboxMail)
      .set({ ...why, state: 'queued', nextAt })
      .where(its)
    await addJob(tx, sendJob(row.id, nextAt))
  })
}

/** The mail server of a workspace: `SMTP_URL` (and `MAIL_FROM`) for all, else the workspace's own; null without any. */
export async function mailServer(db: Db | Tx, workspaceId: WorkspaceId): Promise<MailServer | null> {
  const given = process.env['SMTP_URL']
  if (given && isServerUrl(given)) return { url: given, sender: process.env['MAIL_FROM'] || DEFAULT_SENDER }
  const [row] = await db.select().from(mailSetting).where(eq(mailSetting.workspaceId, workspaceId))
  const url = row ? await unseal(db, `mail-server:${workspaceId}`, row.sealedUrl) : null
  return row && url !== null ? { url, sender: row.sender } : null
}

const DEFAULT_SENDER = 'Soundings <soundings@localhost>'

async function serverOf(db: Db, mailId: MailId): Promise<MailServer | null> {
  const [row] = await db
    .select({ workspaceId: outboxMail.workspaceId })
    .from(outboxMail)
    .where(eq(outboxMail.id, mailId))
  return row ? mailServer(db, row.workspaceId) : null
}

async function sealed(tx: Tx, content: MailContent): Promise<MailContent> {
  const closed = await seal(tx, SEAL, JSON.stringify(content))
  return { text: Buffer.from(closed).toString('base64'), sealed: true }
}

async function opened(db: Db, content: MailContent): Promise<MailContent | null> {
  if (!content.sealed) return content
  const text = await unseal(db, SEAL, Buffer.from(content.text, 'base64'))
  return text === null ? null : JSON.parse(text)
}

/** An address of one mailbox and nothing else: no name, no list, no line end, nothing that begins a header. */
const isAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/.test(text)

const areHeadersSafe = ({ headers = {}, replyTo, inReplyTo }: MailContent): boolean =>
  (replyTo === undefined || isAddress(replyTo)) &&
  (inReplyTo === undefined || /^<[\x21-\x7e]{1,250}>$/.test(inReplyTo)) &&
  Object.entries(headers).every(([name, value]) => /^[A-Za-z0-9-]{1,60}$/.test(name) && oneLine(value) === value)

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
