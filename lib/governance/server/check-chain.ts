import { type Actor } from '@/lib/kernel/actor'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { verifyAudit, type ChainState } from '@/lib/platform/audit'
import { appRuntime } from './app-runtime'

export type CheckedChain = ChainState & { at: Instant }

/** Recomputes the audit chain of the viewer's workspace, from its first row. */
export async function checkChain(actor: Actor): Promise<Outcome<CheckedChain>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const runtime = appRuntime()
  return ok({ ...(await verifyAudit(runtime.database.db, actor.workspaceId)), at: runtime.now() })
}
