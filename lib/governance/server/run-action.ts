import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Command } from '@/lib/platform/command'
import { answeringAway, runAtDoor } from '@/lib/platform/door'
import { appRuntime } from './app-runtime'
import { sessionActor } from './session-actor'
import { workspaceNow } from './workspaces'

/**
 * Runs a verb for the person at this browser; the body of a server action. The input may carry an `idempotencyKey`,
 * which is taken off before it is parsed.
 */
export async function runAction<Input, Value>(verb: Command<Input, Value>, input: unknown): Promise<Outcome<Value>> {
  const runtime = appRuntime()
  return answeringAway(runtime, async () => {
    const actor = await sessionActor()
    if (actor.kind === 'anonymous') {
      return refuse('not-signed-in', 'You are signed out.', { remedy: 'Sign in to continue where you were.' })
    }
    const { idempotencyKey, rest } = withoutKey(input)
    const now = await workspaceNow(runtime, actor.workspaceId)
    return runAtDoor(runtime, verb, rest, actor, { idempotencyKey, now })
  })
}

/** The input of an action without its idempotency key. */
export function withoutKey(input: unknown): { idempotencyKey: string | undefined; rest: unknown } {
  if (typeof input !== 'object' || input === null || !('idempotencyKey' in input)) {
    return { idempotencyKey: undefined, rest: input }
  }
  const { idempotencyKey, ...rest } = input
  const isFit = typeof idempotencyKey === 'string' && /^[\x21-\x7e]{1,200}$/.test(idempotencyKey)
  return { idempotencyKey: isFit ? idempotencyKey : undefined, rest }
}
