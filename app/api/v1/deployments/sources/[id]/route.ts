import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'
import { removeDeploymentSource } from '@/lib/telemetry/server/deployment-sources'

export const DELETE = restWrite<{ id: string }>(({ run, body, params: { id } }) =>
  run(removeDeploymentSource, withMembers(body, { sourceId: id })),
)
