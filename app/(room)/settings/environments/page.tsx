import { type Metadata } from 'next'
import { EnvironmentsScreen } from '@/components/governance/settings/environments-screen'
import { freezesFrom } from '@/lib/flags/core/freeze'
import { listEnvironments } from '@/lib/flags/server/environments'
import { createEnvironmentAction, editEnvironmentAction, moveEnvironmentAction } from '../actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Environments' }

export default async function EnvironmentsPage() {
  const { db, actor, now, why } = await section('environments', 'environment.edit')
  const rows = await listEnvironments(db, actor.workspaceId)
  const environments = rows.map((row) => {
    const { id, key, name, fourEyes, approvalsMin, confirmWithinS, freezes, weeklyFreezes, version } = row
    const [nextFreeze = null] = freezesFrom(row, now)
    return { id, key, name, fourEyes, approvalsMin, confirmWithinS, freezes, weeklyFreezes, version, nextFreeze }
  })
  const actions = { create: createEnvironmentAction, edit: editEnvironmentAction, move: moveEnvironmentAction }
  return <EnvironmentsScreen environments={environments} now={now} why={why} actions={actions} />
}
