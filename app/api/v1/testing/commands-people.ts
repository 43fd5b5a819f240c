import { decideAccess, requestAccess } from '@/lib/governance/server/access-requests'
import { createKey } from '@/lib/governance/server/create-key'
import { editMember } from '@/lib/governance/server/edit-member'
import { editSso, removeSso } from '@/lib/governance/server/edit-sso'
import { createTeam, editTeam, removeTeam } from '@/lib/governance/server/edit-team'
import { editWorkspace } from '@/lib/governance/server/edit-workspace'
import { revokeInvitation } from '@/lib/governance/server/invitations'
import { invite } from '@/lib/governance/server/invite'
import { editMailServer, removeMailServer, resendMail, sendTestMail } from '@/lib/governance/server/mail-settings'
import { editPrivacy } from '@/lib/governance/server/privacy'
import { removeMember } from '@/lib/governance/server/remove-member'
import { removeSample } from '@/lib/governance/server/remove-sample'
import { makeMemberResetLink } from '@/lib/governance/server/reset-link'
import { revokeKey } from '@/lib/governance/server/revoke-key'
import { revokeSession } from '@/lib/governance/server/revoke-session'
import { rotateKey } from '@/lib/governance/server/rotate-key'
import { startSession } from '@/lib/governance/server/start-session'
import { made, row, type CommandRow } from './command-row'

const own = { elsewhere: 'own' }
const hasEnvironment = () => Promise.resolve(false)

/** Members, teams, keys, sessions and settings. */
export const peopleCommands: readonly CommandRow[] = [
  row(editMember, ({ leaver }) => ({ userId: leaver.id, role: 'triage' })),
  made('password.make-link', 'member.edit', makeMemberResetLink, ({ leaver }) => ({ userId: leaver.id })),
  row(removeMember, ({ leaver }) => ({ userId: leaver.id })),
  made('invitation.create', 'member.edit', invite, () => ({ role: 'engineer', email: 'new@x.example' }), own),
  row(revokeInvitation, ({ invitation }) => ({ invitationId: invitation.id })),
  row(requestAccess, () => ({ role: 'viewer' }), own),
  row(decideAccess, ({ access }) => ({ requestId: access.requestId, grant: true })),
  row(createTeam, () => ({ key: 'search', name: 'Search' }), own),
  row(editTeam, ({ team }) => ({ teamId: team.teamId, name: 'Payments and billing' })),
  row(removeTeam, ({ team }) => ({ teamId: team.teamId })),
  made(
    'key.create',
    'key.edit',
    (runtime, input, actor) => createKey(runtime, input, actor, { hasEnvironment }),
    () => ({ name: 'Deploys', scope: 'ci' }),
    own,
  ),
  made('key.rotate', 'key.edit', rotateKey, ({ key }) => ({ keyId: key.id })),
  row(revokeKey, ({ key }) => ({ keyId: key.id })),
  row(startSession, () => ({ userAgent: 'test' }), own),
  row(revokeSession, ({ session }) => ({ sessionId: session.sessionId })),
  row(editWorkspace, () => ({ name: 'House' }), own),
  row(removeSample, () => ({ confirm: 'House' }), { ...own, here: 'no-sample' }),
  row(editPrivacy, () => ({ settings: {} }), own),
  row(editSso, () => ({ issuer: 'https://id.example', clientId: 'x', clientSecret: 'y', rules: {} }), own),
  row(removeSso, () => ({}), own),
  row(editMailServer, () => ({ url: 'smtp://mail.example:25', sender: 'a@x.example' }), own),
  row(removeMailServer, () => ({}), own),
  row(sendTestMail, () => ({}), own),
  row(resendMail, ({ mail }) => ({ mailId: mail.mailId }), { here: 'not-stuck' }),
]

/**
 * Commands that run for nobody who is signed in, or for one's own account alone: a link, a mail, a password or a provider
 * vouches for the person, and their doors name no actor and no workspace. Each has tests of its own beside it.
 */
export const vouched = [
  'invitation.accept',
  'password.change',
  'password.request-reset',
  'password.reset',
  'sso.admit',
] as const
