import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { type Permission } from '@/lib/kernel/permissions'

/** Who looks at a section, and why they may not change it; null when they may. */
export async function section(key: string, permission: Permission) {
  const { runtime, actor } = await signedIn(paths.settings(key))
  const why = actorMay(actor, permission) ? null : 'Needs Admin. Ask for the role under Your account.'
  return { runtime, actor, db: runtime.database.db, now: runtime.now(), why }
}
