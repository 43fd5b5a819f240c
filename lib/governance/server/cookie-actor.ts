import { getToken } from '@auth/core/jwt'
import { anonymous, type Actor } from '@/lib/kernel/actor'
import { type Runtime } from '@/lib/platform/runtime'
import { authSecret } from './secrets'
import { personOfSession } from './sessions'

/** The session that a cookie header names, or null. Over https the cookie has the `__Secure-` name. */
export async function sessionIdOfCookie(runtime: Runtime, cookieHeader: string | null): Promise<string | null> {
  if (!cookieHeader?.includes('authjs.session-token')) return null
  const secret = await authSecret(runtime)
  const headers = { cookie: cookieHeader }
  for (const secureCookie of [true, false]) {
    const token = await getToken({ req: { headers }, secret, secureCookie, logger: silent })
    if (token?.sub) return token.sub
  }
  return null
}

const silent = { error: () => undefined, warn: () => undefined, debug: () => undefined }

/** Who a browser's cookie stands for, read from the session's row each time: a revoked one is nobody. Plain Node. */
export async function actorOfCookie(runtime: Runtime, cookieHeader: string | null): Promise<Actor> {
  const sessionId = await sessionIdOfCookie(runtime, cookieHeader)
  if (!sessionId) return anonymous
  return (await personOfSession(runtime.database.db, sessionId, runtime.now())) ?? anonymous
}
