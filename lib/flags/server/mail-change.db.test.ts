import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { environment } from '@/drizzle/schema/flags'
import { outboxMail } from '@/drizzle/schema/platform'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Person } from '@/lib/kernel/actor'
import { runCommand, type Command, type RunOptions } from '@/lib/platform/command'
import { sendQueuedMail } from '@/lib/platform/mail'
import { aPost, type TestPost } from '@/lib/test/post'
import { approveChange, declineChange, withdrawChange } from './answer-change'
import { createFlag } from './create-flag'
import { createEnvironment } from './environments'
import { readFlag } from './reads'
import { requestChange } from './request-change'

let house: TestHouse
let post: TestPost
let eve: Person
let ana: Person
let maria: Person

beforeAll(async () => {
  house = await aHouse()
  post = await aPost()
  vi.stubEnv('SMTP_URL', post.url)
  eve = await house.member('Eve', 'engineer')
  ana = await house.member('Ana', 'approver')
  maria = await house.member('Maria', 'admin')
  await house.member('Olu', 'viewer')
  await house.member('Kai', 'on-call')
  const input = { workspaceId: house.workspaceId, key: 'production', name: 'Production', position: 0 } as const
  await db().transaction((tx) => createEnvironment(tx, { ...input, fourEyes: 'demanded' }, house.runtime.now()))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await post.close()
  await house.close()
})

const db = () => house.runtime.database.db

async function done<I, V>(verb: Command<I, V>, input: unknown, actor: Person, options: RunOptions = {}): Promise<V> {
  const outcome = await runCommand(house.runtime, verb, input, actor, options)
  if (!outcome.ok) throw new Error(`${verb.name}: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}

/** A flag whose rules an engineer, or whoever else, asks to change where this many must sign. */
async function asked(key: string, { by = eve, needed = 1 } = {}, options: RunOptions = {}) {
  await db().update(environment).set({ approvalsMin: 0 })
  if (!(await readFlag(db(), house.workspaceId, key))) await done(createFlag, { key, type: 'boolean' }, maria)
  await db().update(environment).set({ approvalsMin: needed })
  const rules = [{ kind: 'serve', when: { attribute: 'plan', op: 'in', values: ['<pro>'] }, variant: 'on' }]
  const input = { key, expectedVersion: 1, note: 'For the sale', environments: { production: { rules } } }
  return done(requestChange, { change: { kind: 'edit', input } }, by, options)
}

/** Sends what waits in the outbox. @returns what arrived since the last time, by address */
async function arrived() {
  const before = post.mails.length
  const waiting = await db().select().from(outboxMail).where(eq(outboxMail.state, 'queued'))
  for (const { id } of waiting) await sendQueuedMail(house.runtime, id)
  const addressOf = ({ to }: (typeof post.mails)[number]) => (Array.isArray(to) ? '' : (to?.text ?? ''))
  return post.mails
    .slice(before)
    .map((mail) => ({ to: addressOf(mail), subject: mail.subject, text: mail.text ?? '', html: String(mail.html) }))
    .toSorted((a, b) => a.to.localeCompare(b.to))
}

test('everybody who can sign is asked once, with what changes and why they are asked', async () => {
  await asked('checkout-v2', {}, { idempotencyKey: 'once' })
  await asked('checkout-v2', {}, { idempotencyKey: 'once' })
  const mails = await arrived()
  expect(mails.map(({ to }) => to)).toEqual(['ana@test.localhost', 'maria@test.localhost'])
  const [{ subject, text, html } = { subject: '', text: '', html: '' }] = mails
  expect(subject).toBe('Eve asks to change checkout-v2 in Production')
  for (const words of [
    'They say: For the sale',
    '+ If plan is <pro> → on',
    'Nothing is served otherwise until 1 person has signed.',
    '/flags/checkout-v2',
    'You get this because you may approve changes of flags in this workspace.',
  ])
    expect(text).toContain(words)
  expect(html).toContain('plan is &lt;pro&gt;')
  expect(await arrived()).toEqual([])
})

test('whoever asked is not asked, and hears that it is in force once the last one signed', async () => {
  const { id } = await asked('by-ana', { by: ana, needed: 2 })
  expect((await arrived()).map(({ to }) => to)).toEqual(['maria@test.localhost'])
  await done(approveChange, { requestId: id }, maria)
  expect(await arrived()).toEqual([])
  const second = await house.member('Zoe', 'approver')
  await done(approveChange, { requestId: id }, second)
  expect(await arrived()).toMatchObject([
    { to: 'ana@test.localhost', subject: 'Your change of by-ana in Production is in force' },
  ])
})

test('a no reaches whoever asked with its reason; what they withdraw themselves is told to nobody', async () => {
  const one = await asked('declined')
  await arrived()
  await done(declineChange, { requestId: one.id, reason: 'Not before the sale' }, ana)
  const [mail, ...more] = await arrived()
  expect(mail).toMatchObject({ to: 'eve@test.localhost', subject: 'Your change of declined in Production is declined' })
  expect(mail?.text).toContain('Ana declined it: Not before the sale')
  expect(mail?.text).toContain('You get this because you asked for this change.')
  expect(more).toEqual([])
  const two = await asked('withdrawn')
  await arrived()
  await done(withdrawChange, { requestId: two.id }, eve)
  expect(await arrived()).toEqual([])
})
