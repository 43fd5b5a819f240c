import { restWrite } from '@/lib/governance/server/rest'
import { createDeploymentSource } from '@/lib/telemetry/server/deployment-sources'

/** The secret is in this answer alone. */
export const POST = restWrite(
  ({ runtime, actor, body, options }) => createDeploymentSource(runtime, body, actor, options),
  { status: 201 },
)
