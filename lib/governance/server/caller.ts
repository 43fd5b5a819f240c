import { headers } from 'next/headers'
import { type Person } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type RunOptions } from '@/lib/platform/command'
import { answeringAway } from '@/lib/platform/door'
import { type Runtime } from '@/lib/platform/runtime'
import { soundInput } from '@/lib/platform/sound-input'
import { forwardedAddress } from '../core/address'
import { appRuntime } from './app-runtime'
import { trustedProxies } from './auth-config'
import { sessionIdOfCookie } from './cookie-actor'
import { withoutKey } from './run-action'
import { sessionActor } from './session-actor'
import { workspaceNow } from './workspaces'

/** From where this request comes: address and program. */
export async function callerHere(): Promise<{ address: string; userAgent: string }> {
  const given = await headers()
  const address = forwardedAddress(given.get('x-forwarded-for'), trustedProxies())
  return { address, userAgent: given.get('user-agent') ?? '' }
}

/** The session of this browser, which goes on when a person ends their others. */
export const sessionHere = async (): Promise<string | null> =>
  sessionIdOfCookie(appRuntime(), (await headers()).get('cookie'))

type Act<T> = (runtime: Runtime, input: unknown, actor: Person, options: RunOptions) => Promise<Outcome<T>>

/** For verbs that show something once, such as a link or a key: runs them for the person at this browser. */
export async function actHere<T>(input: unknown, act: Act<T>): Promise<Outcome<T>> {
  const runtime = appRuntime()
  return answeringAway(runtime, async () => {
    const actor = await sessionActor()
    if (actor.kind !== 'person') {
      return refuse('not-signed-in', 'You are signed out.', { remedy: 'Sign in to continue where you were.' })
    }
    const { idempotencyKey, rest } = withoutKey(input)
    const sound = soundInput(rest)
    if (!sound.ok) return sound
    const now = await workspaceNow(runtime, actor.workspaceId)
    return act({ ...runtime, now: () => now }, sound.value, actor, { idempotencyKey, now })
  })
}

/** For forms of people who are not signed in; the database's absence is a plain answer. */
export const answerHere = <T>(act: (runtime: Runtime) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  answeringAway(appRuntime(), () => act(appRuntime()))
