import { setTimeout } from 'node:timers/promises'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { membership, passwordReset, user } from '@/drizzle/schema/governance'
import { UserId, type WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { minutes, plus, toMs, type Instant } from '@/lib/kernel/time'
import { command, runCommand } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { letter } from '@/lib/platform/letter'
import { queueMail } from '@/lib/platform/mail'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { hashToken, mintToken } from '@/lib/platform/secrets'
import { senderOf } from '../core/address'
import { RequestResetInput } from '../core/people-schema'
import { visitorOf } from './accept-invitation'
import { publicUrl } from './public-url'
import { Throttle } from './throttle'

export const RESET_VALID = minutes(60)
/** Every answer takes at least this long, so that its time does not tell whether the account exists. */
const LEAST_MS = 400

type Throttles = { sender: Throttle; account: Throttle }
const throttlesOf = new WeakMap<Runtime, Throttles>()

/**
 * Mails a link to choose a new password. The answer is the same, in words and in time, whether or not the account exists.
 * Three mails an hour go to one address; ten requests from one sender, then one each three minutes.
 */
export async function requestReset(
  runtime: Runtime,
  input: unknown,
  from: { address: string },
): Promise<Outcome<null>> {
  const parsed = RequestResetInput.safeParse(input)
  if (!parsed.success) {
    return refuse('invalid-input', 'This is no e-mail address.', { field: 'email', remedy: 'Check it and try again.' })
  }
  const { email } = parsed.data
  const throttles = throttlesOf.get(runtime) ?? newThrottles()
  throttlesOf.set(runtime, throttles)
  const nowMs = toMs(runtime.now())
  if (throttles.sender.take(senderOf(from.address), nowMs) > 0) {
    return refuse('too-many-attempts', 'Too many requests.', { remedy: 'Try again in a few minutes.' })
  }
  // A further mail to one address is left out in silence: a refusal would be the same for everybody, and help nobody.
  const mayMail = throttles.account.take(email, nowMs) === 0
  await Promise.all([mayMail ? mailLink(runtime, email) : null, setTimeout(LEAST_MS)])
  return { ok: true, value: null }
}

const newThrottles = (): Throttles => ({
  sender: new Throttle({ burst: 10, refillMs: 180_000 }),
  account: new Throttle({ burst: 3, refillMs: 20 * 60_000 }),
})

async function mailLink(runtime: Runtime, email: string): Promise<void> {
  const [row] = await runtime.database.db
    .select({ userId: user.id, workspaceId: membership.workspaceId })
    .from(user)
    .innerJoin(membership, eq(membership.userId, user.id))
    .where(eq(user.email, email))
    .orderBy(asc(membership.createdAt))
    .limit(1)
  if (!row) return
  await runCommand(runtime, requestResetVerb, { userId: row.userId }, visitorOf(row.workspaceId))
}

const ResetOf = z.strictObject({ userId: UserId })

const requestResetVerb = command<{ userId: UserId }, null>({
  name: 'password.request-reset',
  permission: 'workspace.read',
  input: ResetOf,
  async run({ tx, actor, now }, { userId }) {
    const { workspaceId } = actor
    const [who] = await tx.select({ email: user.email, name: user.name }).from(user).where(eq(user.id, userId))
    if (!who) return refuse('not-found', 'There is no such person.')
    const link = await makeResetLink(tx, { userId, workspaceId }, now)
    const words = letter({
      paragraphs: [
        `Hello ${who.name},`,
        'Choose a new password with this link. It works once, within an hour.',
        'If you did not ask for this, do nothing: your password stays as it is.',
      ],
      action: { label: 'Choose a new password', url: link.url },
      why: 'somebody asked for a new password with your address.',
    })
    const mail = { to: who.email, subject: 'Choose a new password', ...words, sealed: true as const }
    await queueMail(tx, { workspaceId, key: `password-reset:${link.id}`, ...mail }, now)
    return { ok: true, value: null, object: { kind: 'person', id: userId }, detail: { resetId: link.id } }
  },
})

/** A new link for a person; links from before are dead. */
export async function makeResetLink(
  tx: Tx,
  { userId, workspaceId }: { userId: UserId; workspaceId: WorkspaceId },
  now: Instant,
) {
  const token = mintToken()
  const id = newId('pwr')
  await tx
    .update(passwordReset)
    .set({ usedAt: now })
    .where(and(eq(passwordReset.userId, userId), isNull(passwordReset.usedAt)))
  const expiresAt = plus(now, RESET_VALID)
  await tx
    .insert(passwordReset)
    .values({ id, userId, workspaceId, tokenHash: hashToken(token), createdAt: now, expiresAt })
  return { id, expiresAt, url: `${await publicUrl(tx, workspaceId)}${paths.resetPassword(token)}` }
}
