import { sql } from 'drizzle-orm'
import { sampleRemoved, texts } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { handler } from '@/lib/platform/events'

/** Rollouts of a removed sample's flags, with their decisions, reviews and learnings. */
export const forgetSampleRollouts = handler(sampleRemoved, async ({ tx }, { workspaceId, flags, rollouts }) => {
  for (const table of ['decision', 'rollout_review', 'learning', 'rollout_incident'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and rollout_id = any(${texts(rollouts)})`)
  }
  await tx.execute(sql`
    delete from rollout_draft where workspace_id = ${workspaceId}
      and (rollout_id = any(${texts(rollouts)}) or form ->> 'flag' = any(${texts(flags)}))`)
  await tx.execute(sql`delete from rollout where workspace_id = ${workspaceId} and id = any(${texts(rollouts)})`)
  return null
})

/** Metrics and policies that the rollouts of a workspace name. */
export async function namedByRollouts(
  tx: Tx,
  workspaceId: WorkspaceId,
): Promise<{ metrics: Set<string>; policies: Set<string> }> {
  const rows = await tx.execute<{ metrics: string[]; policy: string }>(sql`
    select doc ->> 'policyKey' as policy,
      array(select jsonb_array_elements(doc -> 'guardrails') ->> 'metric')
        || array(select jsonb_array_elements_text(doc -> 'goals')) as metrics
    from rollout where workspace_id = ${workspaceId}`)
  return {
    metrics: new Set(rows.flatMap(({ metrics }) => metrics)),
    policies: new Set(rows.map(({ policy }) => policy)),
  }
}
