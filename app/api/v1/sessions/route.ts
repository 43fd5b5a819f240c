import { restRead } from '@/lib/governance/server/rest'
import { readOwnSessions } from '@/lib/governance/server/sessions'
import { refuse } from '@/lib/kernel/result'

/** The sessions of whoever asks. */
export const GET = restRead(async ({ runtime, actor, now }) => {
  if (actor.kind !== 'person') return refuse('person-required', 'Only people have sessions.')
  const items = await readOwnSessions(runtime.database.db, actor.workspaceId, actor.id, now)
  return { ok: true, value: { items, nextCursor: null } }
})
