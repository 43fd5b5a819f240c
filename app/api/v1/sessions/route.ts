import { restRead } from '@/lib/governance/server/rest'
import { readSessions } from '@/lib/governance/server/sessions'
import { actorMay } from '@/lib/kernel/actor'
import { refuse } from '@/lib/kernel/result'

/** The sessions of whoever asks; with `?of=all`, for admins, everybody's. */
export const GET = restRead(async ({ runtime, actor, now, query }) => {
  const { db } = runtime.database
  if (query.get('of') === 'all') {
    if (!actorMay(actor, 'key.edit')) {
      return refuse('forbidden', 'Only admins see the sessions of others.', { remedy: 'Leave out ?of=all.' })
    }
    return { ok: true, value: { items: await readSessions(db, actor.workspaceId, now), nextCursor: null } }
  }
  if (actor.kind !== 'person') return refuse('person-required', 'Only people have sessions.')
  const items = await readSessions(db, actor.workspaceId, now, actor.id)
  return { ok: true, value: { items, nextCursor: null } }
})
