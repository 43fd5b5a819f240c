import { listEnvironments } from '@/lib/flags/server/environments'
import { restWrite } from '@/lib/governance/server/rest'
import { mapDeployments, removeDeploymentMapping } from '@/lib/telemetry/server/deployment-sources'

export const POST = restWrite(({ run, body }) => run(mapDeployments(listEnvironments), body))

export const DELETE = restWrite(({ run, body }) => run(removeDeploymentMapping, body))
