import { z } from 'zod'
import {
  AccessRequestView,
  CreatedInvitation,
  InvitationView,
  InviteInput,
  RemoveMemberInput,
  TeamView,
} from '@/lib/governance/core/people-schema'
import {
  AuditEntryView,
  CreatedKey,
  CreateKeyInput,
  KeyView,
  MemberView,
  RotatedKey,
  RotateKeyInput,
  SessionView,
} from '@/lib/governance/core/schema'
import { decideAccess, requestAccess } from '@/lib/governance/server/access-requests'
import { editMember } from '@/lib/governance/server/edit-member'
import { createTeam, editTeam, removeTeam } from '@/lib/governance/server/edit-team'
import { revokeInvitation } from '@/lib/governance/server/invitations'
import { removeMember } from '@/lib/governance/server/remove-member'
import { revokeKey } from '@/lib/governance/server/revoke-key'
import { revokeSession } from '@/lib/governance/server/revoke-session'
import { AccessRequestId, ApiKeyId, InvitationId, SessionId, TeamId, UserId } from '@/lib/kernel/id'
import { Role } from '@/lib/kernel/permissions'
import { Instant } from '@/lib/kernel/time'
import { listOf, PAGE, room, text } from './operation'
import { OverviewView, SearchAnswer } from './views-house'

const { act, read } = room('People')
const keys = room('Keys')
const audit = room('Audit')
const house = room('House')
const member = { addressed: ['userId'] }
const key = { addressed: ['keyId'] }
const team = { addressed: ['teamId'] }
const Team = z.object({ teamId: TeamId, version: z.int() })

const AUDIT_FILTER = {
  object: text('Id of an object.'),
  actor: text('Id or name of who did it.'),
  kind: text('Kind of object, such as `rollout`.'),
  verb: text('A verb, such as `rollout.stop`.'),
  outcome: { about: 'Done or refused.', schema: z.enum(['done', 'refused']) },
  from: text('A day, or a moment in UTC.'),
  to: text('A day, or a moment in UTC.'),
}

export const peopleOperations = [
  read('GET /api/v1/members', 'Members', listOf(MemberView)),
  act(
    'PATCH /api/v1/members/{id}',
    'Change role or disciplines',
    editMember,
    z.object({ userId: UserId, role: Role, version: z.int() }),
    member,
  ),
  act(
    'DELETE /api/v1/members/{id}',
    'Take somebody out of the workspace',
    removeMember,
    z.object({ userId: UserId, sessions: z.int(), keys: z.int() }),
    member,
  ),
  act(
    'POST /api/v1/members/{id}/reset-link',
    'A link to choose a new password; shown once',
    { permission: 'member.edit', input: RemoveMemberInput },
    z.object({ userId: UserId, expiresAt: Instant, url: z.string().nullable() }),
    { ...member, status: 201 },
  ),
  read('GET /api/v1/invitations', 'Invitations of the last weeks', listOf(InvitationView)),
  act(
    'POST /api/v1/invitations',
    'Invite somebody; the link is shown once',
    { permission: 'member.edit', input: InviteInput },
    CreatedInvitation,
    { status: 201 },
  ),
  act(
    'DELETE /api/v1/invitations/{id}',
    'Withdraw an invitation',
    revokeInvitation,
    z.object({ invitationId: InvitationId }),
    { addressed: ['invitationId'] },
  ),
  read('GET /api/v1/access-requests', 'Who asks for a role', listOf(AccessRequestView)),
  act('POST /api/v1/access-requests', 'Ask for a role', requestAccess, z.object({ requestId: AccessRequestId }), {
    status: 201,
  }),
  act(
    'PATCH /api/v1/access-requests/{id}',
    'Grant or decline',
    decideAccess,
    z.object({ requestId: AccessRequestId, granted: z.boolean() }),
    { addressed: ['requestId'] },
  ),
  read('GET /api/v1/teams', 'Teams with who is on call', listOf(TeamView)),
  act('POST /api/v1/teams', 'Create a team', createTeam, Team, { status: 201 }),
  act('PATCH /api/v1/teams/{id}', 'Edit a team and who is on call', editTeam, Team, team),
  act('DELETE /api/v1/teams/{id}', 'Remove a team', removeTeam, z.object({ teamId: TeamId }), team),
  read('GET /api/v1/sessions', 'Own sessions, or everybody’s', listOf(SessionView), {
    query: { of: { about: 'Of everybody, for admins.', schema: z.enum(['all']) } },
    refusals: [401, 403, 409, 422, 503],
  }),
  act(
    'DELETE /api/v1/sessions/{id}',
    'Sign a browser out',
    revokeSession,
    z.object({ sessionId: SessionId, revokedAt: Instant }),
    { addressed: ['sessionId'] },
  ),
  keys.read('GET /api/v1/keys', 'API keys, never their secret', listOf(KeyView), { query: PAGE }),
  keys.act(
    'POST /api/v1/keys',
    'Create a key; it is shown once',
    { permission: 'key.edit', input: CreateKeyInput },
    CreatedKey,
    { status: 201 },
  ),
  keys.act(
    'DELETE /api/v1/keys/{id}',
    'Revoke a key',
    revokeKey,
    z.object({ keyId: ApiKeyId, revokedAt: Instant }),
    key,
  ),
  keys.act(
    'POST /api/v1/keys/{id}/rotate',
    'Replace a key; the old one works on for a while',
    { permission: 'key.edit', input: RotateKeyInput },
    RotatedKey,
    { ...key, status: 201 },
  ),
  audit.read('GET /api/v1/audit', 'What was done and refused, the newest first', listOf(AuditEntryView), {
    query: { ...PAGE, ...AUDIT_FILTER },
  }),
  audit.read('GET /api/v1/audit/export', 'The same as a file', null, {
    query: {
      format: { about: 'CSV, or a line of JSON for each.', schema: z.enum(['csv', 'json']).default('csv') },
      ...AUDIT_FILTER,
    },
    gives: 'text/csv',
  }),
  house.read('GET /api/v1/overview', 'What needs the reader now', OverviewView, {
    query: { since: text('A moment in UTC: what happened after it.') },
  }),
  house.read('GET /api/v1/search', 'Rollouts, flags, incidents, clusters and feedback by a few letters', SearchAnswer, {
    query: { q: text('What was typed.') },
  }),
]
