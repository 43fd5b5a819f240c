import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '@/drizzle/schema/governance'
import { mailSetting, outboxMail } from '@/drizzle/schema/platform'
import { MailId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Db } from '@/lib/platform/database'
import { letter } from '@/lib/platform/letter'
import { mailServer, queueMail, sendJob } from '@/lib/platform/mail'
import { wakeMails } from '@/lib/platform/mail-sweep'
import { newId } from '@/lib/platform/new-id'
import { seal } from '@/lib/platform/secrets'
import { isServerUrl } from '@/lib/platform/smtp'
import { EditMailServerInput } from '../core/settings-schema'

/** Sets the workspace's mail server; mails that waited for one go out. */
export const editMailServer = command<EditMailServerInput, { sender: string }>({
  name: 'mail-server.edit',
  permission: 'mail.edit',
  input: EditMailServerInput,
  async run({ tx, actor, now }, { url, sender }) {
    const { workspaceId } = actor
    const [row] = await tx.select().from(mailSetting).where(eq(mailSetting.workspaceId, workspaceId)).for('update')
    if (url === undefined && !row) return refuse('url-needed', 'Name the mail server.', { field: 'url' })
    if (url !== undefined && !isServerUrl(url)) {
      return refuse('bad-url', 'This is no address of a mail server.', {
        field: 'url',
        remedy: 'Write smtp://user:password@host:587, or smtps:// for port 465.',
      })
    }
    const sealedUrl = url === undefined ? row?.sealedUrl : await seal(tx, `mail-server:${workspaceId}`, url)
    if (!sealedUrl) throw new Error('a mail server without an address')
    const version = (row?.version ?? 0) + 1
    const set = { sealedUrl, sender, version, changedAt: now }
    await tx
      .insert(mailSetting)
      .values({ workspaceId, ...set })
      .onConflictDoUpdate({ target: mailSetting.workspaceId, set })
    await wakeMails(tx, workspaceId, now)
    const host = url === undefined ? undefined : new URL(url).host
    return {
      ok: true,
      value: { sender },
      object: { kind: 'mail-server', id: workspaceId },
      detail: { sender, ...(host === undefined ? {} : { host }) },
    }
  },
})

const Nothing = z.strictObject({})

/** From now on mails wait again. Said twice is done once. */
export const removeMailServer = command<object, null>({
  name: 'mail-server.remove',
  permission: 'mail.edit',
  input: Nothing,
  async run({ tx, actor }) {
    await tx.delete(mailSetting).where(eq(mailSetting.workspaceId, actor.workspaceId))
    return { ok: true, value: null, object: { kind: 'mail-server', id: actor.workspaceId }, detail: {} }
  },
})

/** Sends a mail to whoever asks, to see that it arrives. */
export const sendTestMail = command<object, { mailId: MailId; to: string }>({
  name: 'mail.test',
  permission: 'mail.edit',
  input: Nothing,
  async run({ tx, actor, now }) {
    if (actor.kind !== 'person') return refuse('person-required', 'A test mail goes to a person.')
    const { workspaceId } = actor
    if (!(await mailServer(tx, workspaceId))) {
      return refuse('mail-not-set-up', 'Mail is not set up.', { remedy: 'Name a mail server first.' })
    }
    const [who] = await tx.select({ email: user.email }).from(user).where(eq(user.id, actor.id))
    if (!who) return refuse('not-found', 'There is no such person.')
    const words = letter({
      paragraphs: ['Mail from Soundings arrives.'],
      why: 'you pressed Send test in the settings.',
    })
    const key = `test:${newId('mai')}`
    const mail = await queueMail(
      tx,
      { workspaceId, key, to: who.email, subject: 'A test from Soundings', ...words },
      now,
    )
    return {
      ok: true,
      value: { mailId: mail.id, to: who.email },
      object: { kind: 'mail', id: mail.id },
      detail: { to: who.email },
    }
  },
})

/** Sends a mail again whose fate is unknown or that was given up: somebody has decided that twice is better than never. */
export const resendMail = command<{ mailId: MailId }, { mailId: MailId }>({
  name: 'mail.resend',
  permission: 'mail.edit',
  input: z.strictObject({ mailId: MailId }),
  async run({ tx, actor, now }, { mailId }) {
    const its = and(eq(outboxMail.workspaceId, actor.workspaceId), eq(outboxMail.id, mailId))
    const [row] = await tx.select().from(outboxMail).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such mail here.')
    if (row.reason === 'bad-address') return refuse('bad-address', 'This is no address that mail can go to.')
    if (row.state !== 'unknown' && row.state !== 'gave-up') {
      return refuse('not-stuck', 'This mail is on its way or was sent.', { remedy: 'Wait for it.' })
    }
    await tx.update(outboxMail).set({ state: 'queued', attempts: 0, nextAt: now, changedAt: now }).where(its)
    return {
      ok: true,
      value: { mailId },
      object: { kind: 'mail', id: mailId },
      detail: { to: row.recipient, subject: row.subject, before: row.state },
      jobs: [sendJob(mailId)],
    }
  },
})

export type MailView = {
  id: MailId
  to: string
  subject: string
  state: (typeof outboxMail.$inferSelect)['state']
  attempts: number
  reason: string | null
  detail: string
  createdAt: Instant
  nextAt: Instant | null
}
export type MailSetup = {
  /** Where the server is named; null: nowhere, so mails wait. */
  from: 'environment' | 'workspace' | null
  host: string | null
  sender: string | null
  waiting: number
  mails: MailView[]
}

/** Whether mail is set up, and what became of the last mails. Never what they say. */
export async function readMailSetup(db: Db, workspaceId: WorkspaceId): Promise<MailSetup> {
  const server = await mailServer(db, workspaceId)
  const [own] = await db.select().from(mailSetting).where(eq(mailSetting.workspaceId, workspaceId))
  const its = eq(outboxMail.workspaceId, workspaceId)
  const rows = await db.select().from(outboxMail).where(its).orderBy(desc(outboxMail.createdAt)).limit(50)
  const [count] = await db
    .select({ waiting: sql<number>`count(*)::int` })
    .from(outboxMail)
    .where(and(its, eq(outboxMail.state, 'waiting')))
  const fromEnvironment = isServerUrl(process.env['SMTP_URL'] ?? '')
  return {
    from: server ? (fromEnvironment ? 'environment' : 'workspace') : null,
    host: server ? new URL(server.url).host : null,
    sender: server?.sender ?? own?.sender ?? null,
    waiting: count?.waiting ?? 0,
    mails: rows.map(({ id, recipient, subject, state, attempts, reason, detail, createdAt, nextAt }) => {
      return { id, to: recipient, subject, state, attempts, reason, detail, createdAt, nextAt }
    }),
  }
}
