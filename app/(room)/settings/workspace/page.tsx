import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { SampleCard } from '@/components/governance/settings/sample-card'
import { Card, SettingsFrame } from '@/components/governance/settings/settings-frame'
import { WorkspaceForm } from '@/components/governance/settings/workspace-form'
import { publicUrl } from '@/lib/governance/server/public-url'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { editWorkspaceAction, removeSampleAction } from '../actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Workspace' }

export default async function WorkspacePage() {
  const { db, actor, why } = await section('workspace', 'workspace.edit')
  const workspace = await readWorkspace(db, actor.workspaceId)
  if (!workspace) notFound()
  return (
    <SettingsFrame section="workspace" answer={`Everybody here shares ${workspace.name}.`}>
      <Card title="Name and address">
        <WorkspaceForm
          name={workspace.name}
          publicUrl={workspace.publicUrl}
          fallback={await publicUrl(db, actor.workspaceId)}
          version={workspace.version}
          edit={editWorkspaceAction}
          why={why}
        />
      </Card>
      {workspace.sample && (
        <SampleCard sample={workspace.sample} workspace={workspace.name} remove={removeSampleAction} why={why} />
      )}
    </SettingsFrame>
  )
}
