import { and, eq } from 'drizzle-orm'
import { membership } from '@/drizzle/schema/governance'
import { actorMay, anonymous, type Actor, type Member } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { isAway } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { type KeyScope } from '../core/schema'
import { authenticateKey } from './authenticate-key'
import { actorOfCookie } from './cookie-actor'

/** Who sends a REST request: the person or service behind its key; for reads also the person of its cookie. */
export async function restActor(
  runtime: Runtime,
  request: Request,
  scopes: readonly KeyScope[] = ['admin'],
): Promise<Outcome<Member>> {
  const { headers, method } = request
  const carriesKey = headers.has('authorization') || headers.has('x-api-key')
  const isRead = method === 'GET' || method === 'HEAD'
  const who = carriesKey || !isRead ? await keyActor(runtime, headers, scopes) : await cookieActor(runtime, headers)
  if (!who.ok) return who
  if (who.value.kind === 'anonymous') return signInFirst
  return actorMay(who.value, 'workspace.read') ? { ok: true, value: who.value } : refuse('forbidden', 'Not readable.')
}

const signInFirst = refuse('not-signed-in', 'Sign in or send an admin key.', {
  remedy: 'Authorization: Bearer snd_admin_…',
})

const KEY_WORDS = {
  'unknown-key': 'This key is not known here, or it was revoked.',
  'expired-key': 'This key has expired.',
  scope: 'This key is for something else.',
  'keys-unavailable': 'Keys cannot be looked up just now.',
} as const

async function keyActor(runtime: Runtime, headers: Headers, scopes: readonly KeyScope[]): Promise<Outcome<Actor>> {
  if (!headers.has('authorization') && !headers.has('x-api-key')) return signInFirst
  const found = await authenticateKey(runtime, { header: (name) => headers.get(name) }, scopes)
  if (found.ok) return { ok: true, value: await asOfNow(runtime, found.actor) }
  const remedy = found.code === 'scope' ? { remedy: `Use a key with the scope ${scopes.join(' or ')}.` } : {}
  return refuse(found.code, KEY_WORDS[found.code], remedy)
}

/** Keys are believed for some seconds; a role that somebody lost is gone at once. Without the database it is as it was. */
async function asOfNow(runtime: Runtime, actor: Actor): Promise<Actor> {
  if (actor.kind !== 'person') return actor
  const { db } = runtime.database
  try {
    const its = and(eq(membership.workspaceId, actor.workspaceId), eq(membership.userId, actor.id))
    const [row] = await db.select().from(membership).where(its)
    return row ? { ...actor, role: row.role, disciplines: row.disciplines } : anonymous
  } catch (error) {
    if (isAway(error)) return actor
    throw error
  }
}

async function cookieActor(runtime: Runtime, headers: Headers): Promise<Outcome<Actor>> {
  return { ok: true, value: await actorOfCookie(runtime, headers.get('cookie')) }
}
