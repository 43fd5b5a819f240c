import { sql } from 'drizzle-orm'
import { sampleRemoved, texts } from '@/lib/governance/server/contract'
import { handler } from '@/lib/platform/events'
import { listEnvironments } from './environments'
import { publishRevision } from './publish'

/** Flags of a removed sample are served no more; what revisions served stays in their record. */
export const forgetSampleFlags = handler(sampleRemoved, async ({ tx, now }, { workspaceId, flags, rollouts }) => {
  const ids = sql`select id from flag where workspace_id = ${workspaceId} and key = any(${texts(flags)})`
  for (const table of ['flag_environment', 'flag_version'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and flag_id in (${ids})`)
  }
  for (const table of ['flag_usage', 'flag_seen'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and flag_key = any(${texts(flags)})`)
  }
  await tx.execute(sql`
    delete from flag_change_request
    where workspace_id = ${workspaceId} and subject_kind = 'flag' and subject_key = any(${texts(flags)})`)
  await tx.execute(sql`
    delete from rollout_stratum where workspace_id = ${workspaceId} and rollout_id = any(${texts(rollouts)})`)
  await tx.execute(sql`delete from flag where workspace_id = ${workspaceId} and key = any(${texts(flags)})`)
  for (const { id: environmentId } of await listEnvironments(tx, workspaceId)) {
    const published = await publishRevision(tx, { workspaceId, environmentId }, now)
    // A flag that stays may have one of these as a prerequisite: then nothing is removed.
    if (!published.ok) return published
  }
  return null
})
