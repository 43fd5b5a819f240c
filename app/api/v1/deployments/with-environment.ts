import { z } from 'zod'
import { type EnvironmentRow, listEnvironments } from '@/lib/flags/server/environments'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Runtime } from '@/lib/platform/runtime'
import { DeploymentView } from '@/lib/telemetry/core/deployment-schema'

/** A deployment as REST tells it: with the key of its environment. */
export const DeploymentRead = DeploymentView.extend({
  /** Null: what its sender calls the environment is mapped to nothing. */
  environment: z.string().nullable(),
})
type DeploymentRead = z.infer<typeof DeploymentRead>

/** Names the environments of deployments. */
export async function openEnvironments(runtime: Runtime, workspaceId: WorkspaceId) {
  const rows: readonly EnvironmentRow[] = await listEnvironments(runtime.database.db, workspaceId)
  return {
    /** By key or id; null: none. */
    find: (asked: string) => rows.find(({ key, id }) => key === asked || id === asked) ?? null,
    named: (view: DeploymentView): DeploymentRead => ({
      ...view,
      environment: rows.find(({ id }) => id === view.environmentId)?.key ?? null,
    }),
  }
}
