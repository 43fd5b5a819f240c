import { type Metadata } from 'next'
import { MembersScreen } from '@/components/governance/settings/members-screen'
import { deeds } from '@/lib/governance/core/what-role-may'
import { readAccessRequests } from '@/lib/governance/server/access-requests'
import { readInvitations } from '@/lib/governance/server/invitations'
import { readMembers } from '@/lib/governance/server/people'
import * as actions from '../people-actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Members & roles' }

export default async function MembersPage() {
  const { db, actor, now, why } = await section('members', 'member.edit')
  return (
    <MembersScreen
      members={await readMembers(db, actor.workspaceId)}
      invitations={why === null ? await readInvitations(db, actor.workspaceId, now) : []}
      requests={why === null ? await readAccessRequests(db, actor.workspaceId) : []}
      deeds={deeds}
      viewerId={actor.id}
      now={now}
      why={why}
      actions={{
        invite: actions.inviteAction,
        withdraw: actions.withdrawAction,
        decide: actions.decideAccessAction,
        edit: actions.editMemberAction,
        remove: actions.removeMemberAction,
        resetLink: actions.resetLinkAction,
      }}
    />
  )
}
