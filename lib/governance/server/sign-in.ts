import { asc, eq } from 'drizzle-orm'
import { membership, user } from '@/drizzle/schema/governance'
import { type Person } from '@/lib/kernel/actor'
import { type SessionId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { toMs } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { senderOf } from '../core/address'
import { Credentials } from '../core/schema'
import { passwordMatches } from './passwords'
import { personOf } from './sessions'
import { startSession } from './start-session'
import { Throttle } from './throttle'

const MINUTE_MS = 60_000

export type SignInThrottles = { pair: Throttle; address: Throttle; account: Throttle }

/**
 * Wrong passwords allowed: five in a row from one address for one account, then one in three minutes; thirty from one
 * address; a hundred for one account from anywhere, so that a stranger can hardly lock its owner out.
 */
export const signInThrottles = (): SignInThrottles => ({
  pair: new Throttle({ burst: 5, refillMs: 3 * MINUTE_MS }),
  address: new Throttle({ burst: 30, refillMs: MINUTE_MS }),
  account: new Throttle({ burst: 100, refillMs: MINUTE_MS }),
})

const throttlesOf = new WeakMap<Runtime, SignInThrottles>()

export type SignInFrom = { address: string; userAgent: string }

/**
 * Checks e-mail and password and begins a session. Refuses with `wrong-credentials`, the same words and the same time
 * whether or not the account exists, or with `too-many-attempts`.
 */
export async function signInWithPassword(
  runtime: Runtime,
  input: unknown,
  from: SignInFrom,
): Promise<Outcome<{ sessionId: SessionId; person: Person }>> {
  const credentials = Credentials.safeParse(input)
  if (!credentials.success) return wrongCredentials()
  const { email, password } = credentials.data
  const wait = takeAttempt(runtime, email, senderOf(from.address))
  if (wait.waitMs > 0) return tooMany(wait.waitMs)
  const account = await findAccount(runtime.database.db, email)
  const checked = await compare(runtime, { password, storedHash: account?.passwordHash ?? null }, from)
  if (!account || !checked.ok) return wrongCredentials()
  wait.refund()
  const started = await runCommand(runtime, startSession, { userAgent: from.userAgent.slice(0, 500) }, account.person)
  return started.ok ? { ok: true, value: { sessionId: started.value.sessionId, person: account.person } } : started
}

/** Checks the password of somebody who is about to do more than sign in; each try counts as one at the sign-in. */
export async function checkPassword(
  runtime: Runtime,
  { email, password, storedHash }: { email: string; password: string; storedHash: string | null },
  from: Pick<SignInFrom, 'address'>,
): Promise<Outcome<null>> {
  const wait = takeAttempt(runtime, email, senderOf(from.address))
  if (wait.waitMs > 0) return tooMany(wait.waitMs)
  const checked = await compare(runtime, { password, storedHash }, from)
  if (checked.ok) wait.refund()
  return checked
}

async function compare(
  runtime: Runtime,
  { password, storedHash }: { password: string; storedHash: string | null },
  from: Pick<SignInFrom, 'address'>,
): Promise<Outcome<null>> {
  if (await passwordMatches(storedHash, password)) return { ok: true, value: null }
  runtime.log.info({ address: senderOf(from.address) }, 'sign-in refused')
  return wrongCredentials()
}

/** Taken before the password is checked: attempts at the same moment cannot outrun the limit. */
function takeAttempt(runtime: Runtime, email: string, sender: string): { waitMs: number; refund: () => void } {
  const throttles = throttlesOf.get(runtime) ?? signInThrottles()
  throttlesOf.set(runtime, throttles)
  const nowMs = toMs(runtime.now())
  const asked = [
    { throttle: throttles.pair, name: `${sender} ${email}` },
    { throttle: throttles.address, name: sender },
    { throttle: throttles.account, name: email },
  ]
  const waitMs = Math.max(...asked.map(({ throttle, name }) => throttle.take(name, nowMs)))
  const refund = () => {
    for (const { throttle, name } of asked) throttle.refund(name, nowMs)
  }
  return { waitMs, refund }
}

async function findAccount(db: Db, email: string): Promise<{ passwordHash: string | null; person: Person } | null> {
  const [row] = await db
    .select({ user, membership })
    .from(user)
    .innerJoin(membership, eq(membership.userId, user.id))
    .where(eq(user.email, email))
    .orderBy(asc(membership.createdAt))
    .limit(1)
  return row ? { passwordHash: row.user.passwordHash, person: personOf(row.user, row.membership, 'web') } : null
}

const wrongCredentials = () =>
  refuse('wrong-credentials', 'That e-mail and password do not match.', {
    remedy: 'Check both and try again, or choose a new password.',
  })

const tooMany = (waitMs: number) => {
  const wait = waitMs < 90_000 ? `${Math.ceil(waitMs / 1000)} s` : `${Math.ceil(waitMs / MINUTE_MS)} min`
  return refuse('too-many-attempts', 'Too many attempts.', { remedy: `Try again in ${wait}.` })
}
