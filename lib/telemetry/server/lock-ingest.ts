import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'

/**
 * One writer of unit state per workspace at a time, across replicas, until the transaction ends (statistics.md §3).
 * The tables grow by their whole size in minutes: a plan that was kept from when they were small would read them whole.
 */
export async function lockIngest(tx: TransactionSql, workspaceId: WorkspaceId): Promise<void> {
  await tx`
    select set_config('plan_cache_mode', 'force_custom_plan', true),
      pg_advisory_xact_lock(hashtextextended(${`ingest ${workspaceId}`}, 0))`
}
