import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import { apiKey, membership, user, workspace } from '@/drizzle/schema/governance'
import { Actor } from '@/lib/kernel/actor'
import { instant, Instant, toMs } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { AuthenticatedKey } from '../core/schema'
import { personOf } from './sessions'

/** A key that was found valid, by the hash of its text. */
export const KnownKey = z.object({
  hash: z.string(),
  key: AuthenticatedKey,
  actor: Actor,
  expiresAt: Instant.nullable(),
})
export type KnownKey = z.infer<typeof KnownKey>

/** The keys behind these SHA-256 hashes (base64url) that are not revoked; expired ones are among them. */
export async function findKeys(db: Db, hashes: readonly string[]): Promise<KnownKey[]> {
  const rows = await db
    .select({ row: apiKey, slug: workspace.slug, user, membership })
    .from(apiKey)
    .innerJoin(workspace, eq(workspace.id, apiKey.workspaceId))
    .leftJoin(user, eq(user.id, apiKey.userId))
    .leftJoin(membership, and(eq(membership.userId, apiKey.userId), eq(membership.workspaceId, apiKey.workspaceId)))
    .where(
      and(
        inArray(
          apiKey.hash,
          hashes.map((hash) => Buffer.from(hash, 'base64url')),
        ),
        isNull(apiKey.revokedAt),
      ),
    )
  return rows.flatMap(({ row, slug, user, membership }) => {
    const actor = row.userId === null ? serviceOf(row) : user && membership && personOf(user, membership, 'api')
    if (!actor) return [] // whoever left the workspace left their keys too
    const { id, workspaceId, environmentId, scope, expiresAt } = row
    const hash = Buffer.from(row.hash).toString('base64url')
    return [{ hash, key: { id, workspaceId, workspaceSlug: slug, environmentId, scope }, actor, expiresAt }]
  })
}

const serviceOf = (row: typeof apiKey.$inferSelect): Actor => {
  const { id, workspaceId, name, role } = row
  return { kind: 'service', id, workspaceId, name, role }
}

/** Writes down that keys were used, at most once a minute each. */
export async function markUsed(db: Db, ids: readonly KnownKey['key']['id'][], now: Instant): Promise<void> {
  if (ids.length === 0) return
  const minuteAgo = instant(toMs(now) - 60_000)
  await db
    .update(apiKey)
    .set({ lastUsedAt: now })
    .where(and(inArray(apiKey.id, [...ids]), or(isNull(apiKey.lastUsedAt), lt(apiKey.lastUsedAt, minuteAgo))))
}
