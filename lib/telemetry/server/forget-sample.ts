import { sql } from 'drizzle-orm'
import { sampleRemoved, texts } from '@/lib/governance/server/contract'
import { handler } from '@/lib/platform/events'

/** Evidence of a removed sample's rollouts, and the raw events of people who met nothing but its flags. */
export const forgetSampleEvidence = handler(sampleRemoved, async ({ tx }, { workspaceId, flags, rollouts }) => {
  // No writer of this workspace in between: it would count for a plan that is gone.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ingest ${workspaceId}`}, 0))`)
  for (const table of ['measurement_plan', 'unit_stage', 'unit_metric', 'cohort_delta', 'window_cursor'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and rollout_id = any(${texts(rollouts)})`)
  }
  await tx.execute(sql`
    delete from telemetry_event where workspace_id = ${workspaceId} and kind = 'track' and unit in (
      select unit from telemetry_event where workspace_id = ${workspaceId} and kind = 'exposure'
      group by unit having bool_and(name = any(${texts(flags)})))`)
  await tx.execute(sql`
    delete from telemetry_event
    where workspace_id = ${workspaceId} and kind = 'exposure' and name = any(${texts(flags)})`)
  return null
})
