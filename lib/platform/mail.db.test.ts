import { createServer, type AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { outboxMail } from '@/drizzle/schema/platform'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { letter } from './letter'
import { mailServer, messageIdOf, type OutgoingMail, queueMail, sendQueuedMail } from './mail'
import { aPost, type TestPost } from '@/lib/test/post'
import { sweepMails } from './mail-sweep'

let house: TestHouse
let posts: TestPost[]
beforeEach(async () => {
  house = await aHouse()
  posts = []
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(posts.map((post) => post.close()))
  await house.close()
})

async function post(...options: Parameters<typeof aPost>): Promise<TestPost> {
  const open = await aPost(...options)
  posts.push(open)
  vi.stubEnv('SMTP_URL', open.url)
  vi.stubEnv('MAIL_FROM', 'Soundings <soundings@test.example>')
  return open
}

async function queue(mail: Partial<OutgoingMail> = {}) {
  const whole = {
    workspaceId: house.workspaceId,
    key: 'test:1',
    to: 'ana@test.example',
    subject: 'Hello',
    ...letter({
      paragraphs: ['One & two.'],
      action: { label: 'Open', url: 'https://s.test/x?a=1&b=2' },
      why: 'you asked.',
    }),
    ...mail,
  }
  const { id } = await house.runtime.database.db.transaction((tx) => queueMail(tx, whole, house.runtime.now()))
  return id
}

const read = async (id: Awaited<ReturnType<typeof queue>>) => {
  const [row] = await house.runtime.database.db.select().from(outboxMail).where(eq(outboxMail.id, id))
  if (!row) throw new Error('no such mail')
  return row
}
const jobs = () =>
  house.runtime.database.sql<{ run_at: string; key: string }[]>`
    select to_char(run_at at time zone 'UTC', 'HH24:MI:SS') as run_at, key from graphile_worker.jobs where task_identifier = 'mail.send' order by run_at`

test('a mail arrives once, with words, link, reason and its own Message-ID', async () => {
  const { mails } = await post()
  const id = await queue()
  expect(await jobs()).toMatchObject([{ key: `mail:${id}` }])
  await Promise.all([sendQueuedMail(house.runtime, id), sendQueuedMail(house.runtime, id)])
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'sent', attempts: 1, reason: null })
  expect(mails).toHaveLength(1)
  const [mail] = mails
  expect(mail).toMatchObject({
    subject: 'Hello',
    messageId: messageIdOf(id),
    from: { text: '"Soundings" <soundings@test.example>' },
  })
  expect(mail?.text).toContain('Open: https://s.test/x?a=1&b=2')
  expect(mail?.text).toContain('You get this because you asked.')
  expect(mail?.html).toContain('One &amp; two.')
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
})

test('asked twice with one key is one mail', async () => {
  const [first, second] = [await queue(), await queue({ subject: 'Other words' })]
  expect(second).toBe(first)
  expect(await jobs()).toHaveLength(1)
})

test('without a server mails wait, and go out when there is one', async () => {
  const id = await queue()
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'waiting', reason: 'not-set-up', attempts: 0 })
  await sweepMails(house.runtime)
  expect((await read(id)).state).toBe('waiting')
  const { mails } = await post()
  await sweepMails(house.runtime)
  await sendQueuedMail(house.runtime, id)
  expect(mails).toHaveLength(1)
})

test('a server that is away is tried later, with the same Message-ID', async () => {
  const gone = await post()
  await gone.close()
  posts = []
  const id = await queue()
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'queued', reason: 'unreachable', nextAt: '2026-03-05T10:01:00.000Z' })
  expect((await jobs()).map(({ run_at }) => run_at)).toEqual(['10:01:00'])
  const { mails } = await post({}, gone.port)
  await sendQueuedMail(house.runtime, id)
  expect(mails.map(({ messageId }) => messageId)).toEqual([messageIdOf(id)])
  expect(await read(id)).toMatchObject({ state: 'sent', attempts: 2, reason: null, detail: '' })
})

test('after eight tries Soundings gives up and says why', async () => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:1')
  const id = await queue()
  for (let i = 0; i < 9; i += 1) await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'gave-up', attempts: 8, reason: 'unreachable' })
})

const refusing = (responseCode: number) => Object.assign(new Error('no'), { responseCode })
test.each([
  ['a recipient for good', { onRcptTo: (_a, _s, done) => done(refusing(550)) }, 'gave-up', 'recipient-refused'],
  ['a recipient for now', { onRcptTo: (_a, _s, done) => done(refusing(451)) }, 'queued', 'try-later'],
  ['the sender', { onMailFrom: (_a, _s, done) => done(refusing(553)) }, 'gave-up', 'sender-refused'],
  [
    'the text',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(refusing(554))) },
    'gave-up',
    'message-refused',
  ],
  ['anonymous mail', { authOptional: false }, 'gave-up', 'sender-refused'],
] as [string, NonNullable<Parameters<typeof aPost>[0]>, string, string][])(
  'a server that refuses %s',
  async (_, options, state, reason) => {
    const { mails } = await post(options)
    const id = await queue()
    await sendQueuedMail(house.runtime, id)
    expect(await read(id)).toMatchObject({ state, reason })
    expect(mails).toEqual([])
  },
)

test('a password that the server refuses is tried later: somebody will mend it', async () => {
  const { port } = await post({ onAuth: (_auth, _session, done) => done(new Error('no')) })
  vi.stubEnv('SMTP_URL', `smtp://ana:wrong@127.0.0.1:${port}`)
  const id = await queue()
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'queued', reason: 'sign-in-refused' })
})

test('a connection lost after the text was handed over is not tried again by itself', async () => {
  const silent = createServer((socket) => {
    socket.write('220 here\r\n')
    let inText = false
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const text = chunk.toString()
      if (inText) socket.destroy()
      else if (text.startsWith('DATA')) {
        inText = true
        socket.write('354 go on\r\n')
      } else socket.write('250 fine\r\n')
    })
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`)
  const id = await queue()
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'unknown', reason: 'outcome-unknown', attempts: 1 })
  silent.close()
})

test('a worker that dies after sending does not send again; the mail is unknown after ten minutes', async () => {
  const { mails } = await post()
  const id = await queue()
  const { db } = house.runtime.database
  await db.update(outboxMail).set({ state: 'sending', changedAt: house.runtime.now() }).where(eq(outboxMail.id, id))
  await sendQueuedMail(house.runtime, id)
  await sweepMails(house.runtime)
  expect((await read(id)).state).toBe('sending')
  house.pass(11 * 60_000)
  await sweepMails(house.runtime)
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'unknown', reason: 'outcome-unknown' })
  expect(mails).toEqual([])
})

test('a mail whose job was lost gets another', async () => {
  const id = await queue()
  await house.runtime.database.sql`delete from graphile_worker._private_jobs`
  await sweepMails(house.runtime)
  expect(await jobs()).toEqual([])
  house.pass(3 * 60_000)
  await sweepMails(house.runtime)
  expect(await jobs()).toMatchObject([{ key: `mail:${id}` }])
})

test.each([
  ['a list', { to: 'a@x.test, b@x.test' }],
  ['a line end', { to: 'a@x.test\r\nBcc: b@x.test' }],
  ['a name', { to: 'Ana <a@x.test>' }],
  ['an answer address with a line end', { replyTo: 'a@x.test\nBcc: b@x.test' }],
  ['a header with a line end', { headers: { 'X-A': 'b\r\nBcc: c@x.test' } }],
  ['a header’s name with a colon', { headers: { 'X-A: b': 'c' } }],
  ['an answer to no Message-ID', { inReplyTo: 'a b' }],
])('%s as an address is given up and nothing is sent', async (_, mail) => {
  const { mails } = await post()
  const id = await queue(mail)
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'gave-up', reason: 'bad-address' })
  expect([await jobs(), mails]).toEqual([[], []])
})

test('a subject cannot begin a header', async () => {
  const { mails } = await post()
  await sendQueuedMail(house.runtime, await queue({ subject: 'Hi\r\nBcc: eve@x.test' }))
  expect(mails[0]?.subject).toBe('Hi Bcc: eve@x.test')
  expect(mails[0]?.bcc).toBeUndefined()
})

test('a secret link is sealed in the outbox, whole in the mail, and gone afterwards', async () => {
  const { mails } = await post()
  const id = await queue({ text: 'https://s.test/reset/SECRET', sealed: true })
  expect(JSON.stringify(await read(id))).not.toContain('SECRET')
  await sendQueuedMail(house.runtime, id)
  expect(mails[0]?.text).toContain('SECRET')
  expect((await read(id)).content).toEqual({ text: '', sealed: true })
})

test('what was sealed with another secret is given up, not sent as noise', async () => {
  await post()
  vi.stubEnv('SOUNDINGS_SECRET', 'one')
  const id = await queue({ sealed: true })
  vi.stubEnv('SOUNDINGS_SECRET', 'two')
  await sendQueuedMail(house.runtime, id)
  expect(await read(id)).toMatchObject({ state: 'gave-up', reason: 'unreadable' })
})

test('no server is a server only when nobody names one', async () => {
  vi.stubEnv('SMTP_URL', 'http://not.a.mail.server')
  expect(await mailServer(house.runtime.database.db, house.workspaceId)).toBeNull()
})
