import { type Metadata } from 'next'
import { TeamsScreen } from '@/components/governance/settings/teams-screen'
import { readMembers } from '@/lib/governance/server/people'
import { readTeams } from '@/lib/governance/server/teams'
import { createTeamAction, editTeamAction, removeTeamAction } from '../people-actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Teams & on-call' }

export default async function TeamsPage() {
  const { db, actor, now, why } = await section('teams', 'team.edit')
  const members = await readMembers(db, actor.workspaceId)
  return (
    <TeamsScreen
      teams={await readTeams(db, actor.workspaceId, now)}
      members={members.map(({ id, name }) => ({ id, name }))}
      now={now}
      why={why}
      actions={{ create: createTeamAction, edit: editTeamAction, remove: removeTeamAction }}
    />
  )
}
