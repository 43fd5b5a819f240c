import { z } from 'zod'
import { AccessRequestId, InvitationId, TeamId, UserId } from '@/lib/kernel/id'
import { Discipline, Role } from '@/lib/kernel/permissions'
import { Instant } from '@/lib/kernel/time'
import { Email, NewPassword, Password } from './schema'

/** The edit or decision that somebody saw; a later one refuses theirs. */
export const ExpectedVersion = z.int().min(1).optional()

const Disciplines = z
  .array(Discipline)
  .max(3)
  .refine((list) => new Set(list).size === list.length, { error: 'Name each discipline once.' })

export const PersonName = z.string().trim().min(1, { error: 'A name has at least one letter.' }).max(100)
/** The token of a link: 256 bits in base64url. */
export const Token = z.string().regex(/^[\w-]{43}$/, { error: 'This link is incomplete.' })

export const EditMemberInput = z
  .strictObject({
    userId: UserId,
    role: Role.optional(),
    disciplines: Disciplines.optional(),
    expectedVersion: ExpectedVersion,
  })
  .refine(({ role, disciplines }) => role !== undefined || disciplines !== undefined, {
    path: ['role'],
    error: 'Say which role or disciplines.',
  })
export type EditMemberInput = z.infer<typeof EditMemberInput>

export const RemoveMemberInput = z.strictObject({ userId: UserId })

export const InviteInput = z.strictObject({
  /** Without an e-mail whoever holds the link comes in. */
  email: Email.optional(),
  role: Role,
  disciplines: Disciplines.default([]),
  validDays: z.int().min(1).max(30).default(7),
})
export type InviteInput = z.infer<typeof InviteInput>

export const RevokeInvitationInput = z.strictObject({ invitationId: InvitationId })
export const AcceptInvitationInput = z.strictObject({
  token: Token,
  email: Email,
  /** Of somebody who is new here. */
  name: PersonName.optional(),
  password: Password,
})
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>

export const InvitationView = z.object({
  id: InvitationId,
  email: z.string().nullable(),
  role: Role,
  disciplines: z.array(Discipline),
  invitedBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  state: z.enum(['open', 'expired', 'accepted', 'revoked']),
})
export type InvitationView = z.infer<typeof InvitationView>

/** `url` is null when this answer was given before: it was shown then. */
export const CreatedInvitation = z.object({
  id: InvitationId,
  email: z.string().nullable(),
  expiresAt: Instant,
  url: z.string().nullable(),
  /** Whether a mail is on its way, waits for a mail server, or was not asked for. */
  mail: z.enum(['queued', 'not-set-up', 'none']),
})
export type CreatedInvitation = z.infer<typeof CreatedInvitation>

export const RequestResetInput = z.strictObject({ email: Email })
export const ResetPasswordInput = z.strictObject({ token: Token, password: NewPassword })
export const ChangePasswordInput = z.strictObject({ current: Password, next: NewPassword })

const TeamKey = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/, {
  error: 'Small letters, digits and dashes, such as payments.',
})
const teamMembers = z
  .array(UserId)
  .max(200)
  .refine((list) => new Set(list).size === list.length, { error: 'Name each person once.' })

export const CreateTeamInput = z.strictObject({ key: TeamKey, name: PersonName, memberIds: teamMembers.default([]) })
export const EditTeamInput = z.strictObject({
  teamId: TeamId,
  name: PersonName.optional(),
  memberIds: teamMembers.optional(),
  /** Null: nobody. */
  onCall: z
    .strictObject({ userId: UserId, until: Instant.nullable().default(null) })
    .nullable()
    .optional(),
  expectedVersion: ExpectedVersion,
})
export type EditTeamInput = z.infer<typeof EditTeamInput>
export const RemoveTeamInput = z.strictObject({ teamId: TeamId })

const Named = z.object({ id: UserId, name: z.string() })
export const TeamView = z.object({
  id: TeamId,
  key: z.string(),
  name: z.string(),
  members: z.array(Named),
  onCall: Named.extend({ until: Instant.nullable() }).nullable(),
  version: z.int(),
})
export type TeamView = z.infer<typeof TeamView>

export const RequestAccessInput = z.strictObject({ role: Role, note: z.string().trim().max(500).default('') })
export const DecideAccessInput = z.strictObject({ requestId: AccessRequestId, grant: z.boolean() })
export const AccessRequestView = z.object({
  id: AccessRequestId,
  person: Named.extend({ email: z.string(), role: Role }),
  role: Role,
  note: z.string(),
  state: z.enum(['open', 'granted', 'declined']),
  createdAt: Instant,
})
export type AccessRequestView = z.infer<typeof AccessRequestView>
