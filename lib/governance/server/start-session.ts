import { session } from '@/drizzle/schema/governance'
import { refuse } from '@/lib/kernel/result'
import { type SessionId } from '@/lib/kernel/id'
import { plus, toMs } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { StartSessionInput } from '../core/schema'
import { SESSION_IDLE } from './sessions'

/** Begins the session of a person whose password was checked by the caller. */
export const startSession = command<{ userAgent: string }, { sessionId: SessionId }>({
  name: 'session.start',
  permission: 'workspace.read',
  input: StartSessionInput,
  async run({ tx, actor, now }, { userAgent }) {
    if (actor.kind !== 'person') return refuse('person-required', 'Only people sign in.')
    const sessionId = newId('ses', toMs(now))
    await tx.insert(session).values({
      id: sessionId,
      userId: actor.id,
      workspaceId: actor.workspaceId,
      createdAt: now,
      seenAt: now,
      expiresAt: plus(now, SESSION_IDLE),
      userAgent,
    })
    return { ok: true, value: { sessionId }, object: { kind: 'session', id: sessionId }, detail: { userAgent } }
  },
})
