import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import {
  type AccessRequestView,
  type CreatedInvitation,
  type InvitationView,
} from '@/lib/governance/core/people-schema'
import { type MemberView } from '@/lib/governance/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { InviteButton } from './invite-button'
import { type MemberActions, MemberRow } from './member-row'
import { type DeedRow, RoleMatrix } from './role-matrix'
import { RowAction } from './row-action'
import { Card, SettingsFrame } from './settings-frame'
import { type Save } from './use-save'
import { ROLE_WORDS } from './words'

type Props = {
  members: readonly MemberView[]
  invitations: readonly InvitationView[]
  requests: readonly AccessRequestView[]
  deeds: readonly DeedRow[]
  viewerId: string
  now: Instant
  /** Why nothing may be changed; null for admins. */
  why: string | null
  actions: MemberActions & { invite: Save<CreatedInvitation>; withdraw: Save; decide: Save }
}

const STATE = { open: 'Open', expired: 'Expired', accepted: 'Accepted', revoked: 'Withdrawn' } as const

/** Who is here, who is asked in, who asks for more, and who may what. */
export function MembersScreen({ members, invitations, requests, deeds, viewerId, now, why, actions }: Props) {
  const admins = members.filter(({ role }) => role === 'admin').length
  const open = invitations.filter(({ state }) => state === 'open').length
  const asking = requests.filter(({ state }) => state === 'open')
  return (
    <SettingsFrame
      section="members"
      answer={`${people(members.length)}, ${admins === 1 ? 'one admin' : `${admins} admins`}; ${open === 0 ? 'no invitation is' : open === 1 ? 'one invitation is' : `${open} invitations are`} open.`}
      action={<InviteButton invite={actions.invite} why={why} />}
    >
      {asking.length > 0 && (
        <Card title="Asked for">
          <ul>
            {asking.map(({ id, person, role, note }) => (
              <li key={id} className="flex flex-wrap items-center gap-3 border-t border-line py-3 first:border-t-0">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="text-body">
                    <strong className="font-medium">{person.name}</strong> is {ROLE_WORDS[person.role]} and asks to be{' '}
                    {ROLE_WORDS[role]}.
                  </p>
                  {note && <p className="text-dense text-text-2">“{note}”</p>}
                </div>
                <RowAction
                  label="Grant"
                  name={`Grant ${person.name} the role ${ROLE_WORDS[role]}`}
                  action={actions.decide}
                  input={{ requestId: id, grant: true }}
                  said={`${person.name} is ${ROLE_WORDS[role]} now`}
                  why={why}
                />
                <RowAction
                  label="Decline"
                  name={`Decline the request of ${person.name}`}
                  look="quiet"
                  action={actions.decide}
                  input={{ requestId: id, grant: false }}
                  said="Declined"
                  why={why}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title="Members">
        <ul>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isSelf={member.id === viewerId}
              why={why}
              actions={{ edit: actions.edit, remove: actions.remove, resetLink: actions.resetLink }}
            />
          ))}
        </ul>
      </Card>
      {invitations.length > 0 && (
        <Card title="Invitations" intro="Links work once and are not shown again.">
          <ul>
            {invitations.map(({ id, email, role, state, expiresAt, invitedBy }) => (
              <li key={id} className="flex flex-wrap items-center gap-3 border-t border-line py-3 first:border-t-0">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="truncate text-body font-medium">{email ?? 'Whoever holds the link'}</p>
                  <p className="text-dense text-text-2">
                    {ROLE_WORDS[role]}, invited by {invitedBy}
                    {state === 'open' && (
                      <>
                        , until <Time at={expiresAt} format="short" now={now} />
                      </>
                    )}
                  </p>
                </div>
                <Badge>{STATE[state]}</Badge>
                {state === 'open' && (
                  <RowAction
                    label="Withdraw"
                    name={`Withdraw the invitation of ${email ?? 'whoever holds the link'}`}
                    look="quiet"
                    action={actions.withdraw}
                    input={{ invitationId: id }}
                    said="The invitation was withdrawn"
                    why={why}
                  />
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title="Who may what" intro="Roles say what somebody may do; disciplines say for what they sign off.">
        <RoleMatrix deeds={deeds} people={members.map(({ id, name, role }) => ({ id, name, role }))} />
      </Card>
    </SettingsFrame>
  )
}

const people = (n: number): string => (n === 1 ? 'One member' : `${n} members`)
