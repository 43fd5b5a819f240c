import { sql } from 'drizzle-orm'
import { sampleRemoved, texts } from '@/lib/governance/server/contract'
import { handler } from '@/lib/platform/events'
import { namedByRollouts } from '@/lib/rollouts/server/contract'

/**
 * What was concluded about a removed sample's rollouts, and its metrics and policies, unless a rollout that stays names
 * them: then they are the workspace's own.
 */
export const forgetSampleAnalysis = handler(sampleRemoved, async ({ tx }, removed) => {
  const { workspaceId, rollouts } = removed
  for (const table of ['analysis_state', 'tick_log', 'verdict_log', 'analysis_point'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and rollout_id = any(${texts(rollouts)})`)
  }
  const named = await namedByRollouts(tx, workspaceId)
  for (const [kind, keys] of [
    ['metric', removed.metrics.filter((key) => !named.metrics.has(key))],
    ['policy', removed.policies.filter((key) => !named.policies.has(key))],
  ] as const) {
    const ids = sql`
      select id from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and key = any(${texts(keys)})`
    await tx.execute(sql`
      delete from ${sql.identifier(`${kind}_version`)}
      where workspace_id = ${workspaceId} and ${sql.identifier(`${kind}_id`)} in (${ids})`)
    await tx.execute(sql`
      delete from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and key = any(${texts(keys)})`)
  }
  return null
})
