import { z } from 'zod'
import {
  DeploymentCommit,
  DeploymentSetup,
  DeploymentSourceMade,
  MappingInput,
  SourceInput,
} from '@/lib/telemetry/core/deployment-schema'
import { removeDeploymentMapping, removeDeploymentSource } from '@/lib/telemetry/server/deployment-sources'
import { DeploymentRead } from '../deployments/with-environment'
import { listOf, PAGE, room, text } from './operation'

const { act, read } = room('Deployments')
const configuring = (input: z.ZodType) => ({ permission: 'deployment.configure', input }) as const

export const deploymentOperations = [
  read('GET /api/v1/deployments', 'Deployments, those that something last became of first', listOf(DeploymentRead), {
    query: {
      ...PAGE,
      environment: text('Key of an environment; `none`: those that are mapped to nothing.'),
      service: text('Only of this service.'),
      from: text('From this moment on.'),
      to: text('Up to this moment.'),
    },
    refusals: [401, 403, 404, 422, 503],
  }),
  read(
    'GET /api/v1/deployments/{id}',
    'One deployment with its commits',
    z.object({ deployment: DeploymentRead, commits: z.array(DeploymentCommit) }),
  ),
  read('GET /api/v1/deployments/setup', 'How deployments come in, and what came last', DeploymentSetup),
  act(
    'POST /api/v1/deployments/sources',
    'Set up a webhook; the answer alone has its secret',
    configuring(SourceInput),
    DeploymentSourceMade,
    { status: 201 },
  ),
  act('DELETE /api/v1/deployments/sources/{id}', 'Remove a webhook', removeDeploymentSource, z.null(), {
    addressed: ['sourceId'],
  }),
  act(
    'POST /api/v1/deployments/mappings',
    'Say what a provider’s name of an environment or a repository is here',
    configuring(MappingInput),
    z.object({ mapped: z.int() }),
  ),
  act(
    'DELETE /api/v1/deployments/mappings',
    'Forget what a provider’s name is here',
    removeDeploymentMapping,
    z.null(),
  ),
]
