import { and, eq, isNull } from 'drizzle-orm'
import { apiKey } from '@/drizzle/schema/governance'
import { ApiKeyId, type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs } from '@/lib/kernel/time'
import { isAway } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'

export type LivingKey = { id: ApiKeyId; workspaceId: WorkspaceId; environmentId: EnvironmentId; scope: string }

const FRESH_MS = 5000
const KNOWN_MOST = 10_000

/**
 * Looks a key up by its id, for tokens that stand for a key. A revoked or expired key is gone within five seconds; one
 * that was alive is believed while the database is away.
 */
export function openKeysById(runtime: Runtime): (id: string) => Promise<LivingKey | 'gone' | 'away'> {
  const known = new Map<string, { key: LivingKey | 'gone'; atMs: number }>()
  return async (id) => {
    const parsed = ApiKeyId.safeParse(id)
    if (!parsed.success) return 'gone'
    const nowMs = toMs(runtime.now())
    const entry = known.get(id)
    if (entry && nowMs - entry.atMs < FRESH_MS) return entry.key
    try {
      const key = await find(runtime, parsed.data, nowMs)
      if (known.size >= KNOWN_MOST) known.clear()
      known.set(id, { key, atMs: nowMs })
      return key
    } catch (error) {
      if (!isAway(error)) throw error
      return entry?.key ?? 'away'
    }
  }
}

async function find(runtime: Runtime, id: ApiKeyId, nowMs: number): Promise<LivingKey | 'gone'> {
  const [row] = await runtime.database.db
    .select({
      id: apiKey.id,
      workspaceId: apiKey.workspaceId,
      environmentId: apiKey.environmentId,
      scope: apiKey.scope,
      expiresAt: apiKey.expiresAt,
    })
    .from(apiKey)
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
  if (!row || row.environmentId === null || (row.expiresAt && toMs(row.expiresAt) <= nowMs)) return 'gone'
  return { id: row.id, workspaceId: row.workspaceId, environmentId: row.environmentId, scope: row.scope }
}
