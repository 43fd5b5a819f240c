import { restRead } from '@/lib/governance/server/rest'
import { readDeploymentSetup } from '@/lib/telemetry/server/deployment-setup'

/** How deployments come in: webhooks, names that were mapped and those that were not, and what came last. */
export const GET = restRead(async ({ runtime, actor, now }) => ({
  ok: true,
  value: await readDeploymentSetup(runtime.database.db, actor.workspaceId, now),
}))
