import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { anonymous, type Actor, type Member } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { isAway } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { appRuntime } from './app-runtime'
import { actorOfCookie, sessionIdOfCookie } from './cookie-actor'
import { howEnded } from './sessions'
import { workspaceNow } from './workspaces'

/** Who looks at this page or calls this action; anonymous when nobody is signed in. Read once a request. */
export const sessionActor = cache(async (): Promise<Actor> =>
  actorOfCookie(appRuntime(), (await headers()).get('cookie')),
)

/** For a screen: its viewer, and the runtime with their workspace's moment. Leads to the sign-in screen and back. */
export async function signedIn(here: string): Promise<{ actor: Member; runtime: Runtime }> {
  const actor = await sessionActor()
  if (actor.kind === 'anonymous') return redirect(paths.signIn(here))
  const runtime = appRuntime()
  const now = await workspaceNow(runtime, actor.workspaceId)
  return { actor, runtime: { ...runtime, now: () => now } }
}

/** For the sign-in screen: who is there already, and how the session that this browser still names ended. */
export async function visitor(): Promise<{ actor: Actor; ended: 'idle' | 'revoked' | null }> {
  try {
    const actor = await sessionActor()
    if (actor.kind !== 'anonymous') return { actor, ended: null }
    const sessionId = await sessionIdOfCookie(appRuntime(), (await headers()).get('cookie'))
    return { actor, ended: sessionId ? await howEnded(appRuntime().database.db, sessionId) : null }
  } catch (error) {
    // The screen is shown without the database too; signing in then says what is missing.
    if (isAway(error)) return { actor: anonymous, ended: null }
    throw error
  }
}
