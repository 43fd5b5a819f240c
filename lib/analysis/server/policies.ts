import { and, eq } from 'drizzle-orm'
import { policy, policyVersion } from '@/drizzle/schema/analysis'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { careful } from '../core/careful'
import { Policy, type PolicyView } from '../core/schema'

/** Gives a workspace the policy Careful, and others that are not there yet. Repeatable. */
export async function ensurePolicies(
  tx: Tx,
  workspaceId: WorkspaceId,
  others: readonly Policy[],
  now: Instant,
): Promise<void> {
  for (const rules of [careful, ...others]) {
    const [created] = await tx
      .insert(policy)
      .values({
        id: newId('pol', Date.parse(now)),
        workspaceId,
        key: rules.key,
        name: rules.name,
        version: rules.version,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: policy.id })
    if (created)
      await tx
        .insert(policyVersion)
        .values({ workspaceId, policyId: created.id, version: rules.version, rules, createdAt: now })
  }
}

/** The version of a policy that is active now; null when the workspace has no policy of that key. */
export async function readPolicy(db: Db | Tx, workspaceId: WorkspaceId, key: string): Promise<PolicyView | null> {
  const [row] = await db
    .select({ id: policy.id, rules: policyVersion.rules })
    .from(policy)
    .innerJoin(
      policyVersion,
      and(
        eq(policyVersion.workspaceId, policy.workspaceId),
        eq(policyVersion.policyId, policy.id),
        eq(policyVersion.version, policy.version),
      ),
    )
    .where(and(eq(policy.workspaceId, workspaceId), eq(policy.key, key)))
  return row ? { id: row.id, ...Policy.parse(row.rules) } : null
}

/** Every policy of a workspace by name. */
export function listPolicies(db: Db | Tx, workspaceId: WorkspaceId): Promise<{ key: string; name: string }[]> {
  return db
    .select({ key: policy.key, name: policy.name })
    .from(policy)
    .where(eq(policy.workspaceId, workspaceId))
    .orderBy(policy.name)
}
