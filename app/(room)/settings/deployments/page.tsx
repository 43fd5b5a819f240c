import { type Metadata } from 'next'
import { DeploymentsScreen } from '@/components/telemetry/deployments-screen'
import { listEnvironments } from '@/lib/flags/server/environments'
import { publicUrl } from '@/lib/governance/server/public-url'
import { readDeploymentSetup } from '@/lib/telemetry/server/deployment-setup'
import { section } from '../section'
import { createSourceAction, mapAction, removeSourceAction, unmapAction } from './actions'

export const metadata: Metadata = { title: 'Deployments' }

export default async function DeploymentsPage() {
  const { db, actor, now, why } = await section('deployments', 'deployment.configure')
  const [setup, environments, origin] = await Promise.all([
    readDeploymentSetup(db, actor.workspaceId, now),
    listEnvironments(db, actor.workspaceId),
    publicUrl(db, actor.workspaceId),
  ])
  return (
    <DeploymentsScreen
      setup={setup}
      environments={environments.map(({ id, name }) => ({ id, name }))}
      origin={origin}
      now={now}
      why={why}
      actions={{ create: createSourceAction, remove: removeSourceAction, map: mapAction, unmap: unmapAction }}
    />
  )
}
