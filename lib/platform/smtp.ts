import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import { type Mail } from '@/lib/kernel/mail'

/** A mail server (`smtp://user:password@host:587`, `smtps://…`) and who mails come from. */
export type MailServer = { url: string; sender: string }

export type MailReason =
  | 'not-set-up'
  | 'bad-address'
  | 'unreachable'
  | 'sign-in-refused'
  | 'recipient-refused'
  | 'sender-refused'
  | 'message-refused'
  | 'try-later'
  | 'unreadable'
  | 'outcome-unknown'

export type Delivery =
  | { kind: 'sent' }
  /** `retry`: it was not sent, and may be later. `refused`: it will not be. `unknown`: its text was handed over, no answer came. */
  | { kind: 'retry' | 'refused' | 'unknown'; reason: MailReason; detail: string }

const TIMEOUTS = { connectionTimeout: 15_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Whether a text is the address of a mail server that we can speak to. */
export function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== ''
}

/**
 * Hands one mail to the server. Tells apart what was certainly not sent from what may have been: the text is only read
 * once the server asked for it, so until then a lost connection is harmless.
 */
export async function deliver(server: MailServer, mail: Mail): Promise<Delivery> {
  const composed = compose(server, mail)
  const body = await composed.build()
  const handed = { over: false }
  const connection = new SMTPConnection({ ...optionsOf(server.url), ...TIMEOUTS })
  connection.on('error', () => undefined) // one that comes after the last step concerns nobody
  try {
    await within(connection, (done) => connection.connect(done))
    const credentials = credentialsOf(server.url)
    if (credentials) await within(connection, (done) => connection.login({ credentials }, done))
    await within(connection, (done) => connection.send(composed.getEnvelope(), once(body, handed), done))
    connection.quit()
    return { kind: 'sent' }
  } catch (error) {
    connection.close()
    return judge(error, handed.over)
  }
}

function compose(server: MailServer, mail: Mail) {
  const { to, subject, text, html, messageId, replyTo, inReplyTo, headers } = mail
  const further = { ...headers, 'Auto-Submitted': headers?.['Auto-Submitted'] ?? 'auto-generated' }
  return new MailComposer({
    from: server.sender,
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId,
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
    headers: further,
    // A mail is words only: no address in it may make us read a file or fetch a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
}

/** The bytes as a stream that notes when they begin to leave. */
function once(body: Buffer, handed: { over: boolean }): Readable {
  return new Readable({
    read() {
      handed.over = true
      this.push(body)
      this.push(null)
    },
  })
}

function optionsOf(text: string): SMTPConnection.Options {
  const url = new URL(text)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const requireTLS = url.searchParams.get('tls') === 'required'
  return { host, port: Number(url.port) || (secure ? 465 : 587), secure, requireTLS }
}

function credentialsOf(text: string): { user: string; pass: string } | null {
  const { username, password } = new URL(text)
  return username === '' ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
}

/** One step of the conversation: its own callback, or the connection's error, whichever comes first. */
function within(connection: SMTPConnection, step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the server closed the connection')))
    step((error) => (error ? reject(error) : resolve()))
  })
}

const LOST = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS'])
const REFUSED_AT: Readonly<Record<string, MailReason>> = {
  'MAIL FROM': 'sender-refused',
  'RCPT TO': 'recipient-refused',
}

function judge(error: unknown, handedOver: boolean): Delivery {
  const { code, command, responseCode, message } = facts(error)
  const detail = message.replaceAll(/\s+/g, ' ').slice(0, 300)
  if (code === 'EAUTH') return { kind: 'retry', reason: 'sign-in-refused', detail }
  // A server's words before it hung up are no answer to the mail.
  if (responseCode === null || LOST.has(code)) {
    if (code === 'EENVELOPE') return { kind: 'refused', reason: 'bad-address', detail }
    return handedOver
      ? { kind: 'unknown', reason: 'outcome-unknown', detail }
      : { kind: 'retry', reason: 'unreachable', detail }
  }
  if (responseCode < 500) return { kind: 'retry', reason: 'try-later', detail }
  return { kind: 'refused', reason: REFUSED_AT[command] ?? 'message-refused', detail }
}

function facts(error: unknown): { code: string; command: string; responseCode: number | null; message: string } {
  if (!(error instanceof Error)) return { code: '', command: '', responseCode: null, message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const command = 'command' in error && typeof error.command === 'string' ? error.command : ''
  const responseCode = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
  return { code, command, responseCode, message: error.message }
}
