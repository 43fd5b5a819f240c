import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

export type EnvironmentNamed = { id: EnvironmentId; key: string; name: string }

/** Environments of a workspace: flags own that table and have telemetry's rank, so the caller brings the question. */
export type EnvironmentsOf = (db: Db | Tx, workspaceId: WorkspaceId) => Promise<readonly EnvironmentNamed[]>
