import { listEnvironments } from '@/lib/flags/server/environments'
import {
  createDeploymentSource,
  mapDeployments,
  removeDeploymentMapping,
  removeDeploymentSource,
} from '@/lib/telemetry/server/deployment-sources'
import { takeDeployments } from '@/lib/telemetry/server/take-deployments'
import { type CommandRow, made, row } from './command-row'
import { DEPLOYED, MAPPED } from './world'

/** Deployments, and how they come in. */
export const deploymentCommands: readonly CommandRow[] = [
  row(takeDeployments(listEnvironments), () => ({ reports: [{ index: 0, report: DEPLOYED }] }), { elsewhere: 'own' }),
  made(
    'deployment-source.create',
    'deployment.configure',
    createDeploymentSource,
    () => ({ provider: 'gitlab', name: 'Shop' }),
    { elsewhere: 'own' },
  ),
  row(removeDeploymentSource, ({ deploymentSource }) => ({ sourceId: deploymentSource.id })),
  row(mapDeployments(listEnvironments), ({ environmentId }) => ({ kind: 'environment', told: 'live', environmentId })),
  row(removeDeploymentMapping, () => ({ kind: MAPPED.kind, told: MAPPED.told })),
]
