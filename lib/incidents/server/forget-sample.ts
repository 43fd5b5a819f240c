import { sql } from 'drizzle-orm'
import { forgetTimelineOf, sampleRemoved, texts } from '@/lib/governance/server/contract'
import { type IncidentId } from '@/lib/kernel/id'
import { handler } from '@/lib/platform/events'

const PARTS = [
  'incident_state',
  'incident_milestone',
  'suspect',
  'incident_alert',
  'incident_role',
  'incident_task',
  'incident_update',
  'incident_mail',
] as const

/** Incidents about rollouts of a removed sample and nothing else; those that stay forget the rollouts as suspects. */
export const forgetSampleIncidents = handler(sampleRemoved, async ({ tx }, { workspaceId, rollouts }) => {
  const rows = await tx.execute<{ id: IncidentId }>(sql`
    select id from incident where workspace_id = ${workspaceId}
      and jsonb_array_length(doc -> 'rollouts') > 0
      and doc -> 'rollouts' <@ to_jsonb(${texts(rollouts)})`)
  const ids = rows.map(({ id }) => id)
  for (const table of PARTS) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and incident_id = any(${texts(ids)})`)
  }
  await tx.execute(sql`
    delete from suspect where workspace_id = ${workspaceId} and kind = 'rollout' and ref = any(${texts(rollouts)})`)
  await tx.execute(sql`delete from incident where workspace_id = ${workspaceId} and id = any(${texts(ids)})`)
  await forgetTimelineOf(tx, workspaceId, ids)
  return null
})
