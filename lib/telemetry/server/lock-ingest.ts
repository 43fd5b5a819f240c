import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'

/** One writer of unit state per workspace at a time, across replicas, until the transaction ends (statistics.md §3). */
export async function lockIngest(tx: TransactionSql, workspaceId: WorkspaceId): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`ingest ${workspaceId}`}, 0))`
}
