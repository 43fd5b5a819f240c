import { z } from 'zod'
import { ApiKeyId, EnvironmentId, SessionId, UserId, WorkspaceId } from '@/lib/kernel/id'
import { Discipline, Role } from '@/lib/kernel/permissions'
import { Instant } from '@/lib/kernel/time'

export const Email = z.string().trim().toLowerCase().pipe(z.email().max(254))
/** What people type; the lower bound for new passwords is `NewPassword`. */
export const Password = z.string().min(1).max(1000)
export const NewPassword = Password.min(12, { error: 'at least 12 characters' })
export const Credentials = z.object({ email: Email, password: Password })
export type Credentials = z.infer<typeof Credentials>

export const KeyScope = z.enum(['client', 'server', 'ci', 'hook', 'admin'])
export type KeyScope = z.infer<typeof KeyScope>

/** `client` and `server` keys read one environment; an `admin` key acts as a person (`userId`) or as a service. */
export const CreateKeyInput = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scope: KeyScope,
    environmentId: EnvironmentId.optional(),
    userId: UserId.optional(),
    role: Role.default('viewer'),
    expiresAt: Instant.optional(),
  })
  .refine((key) => key.environmentId || !needsEnvironment(key.scope), {
    path: ['environmentId'],
    error: 'a client or server key belongs to one environment',
  })
  .refine((key) => !key.userId || key.scope === 'admin', {
    path: ['userId'],
    error: 'only an admin key can act as a person',
  })
export type CreateKeyInput = z.infer<typeof CreateKeyInput>

export const needsEnvironment = (scope: KeyScope): boolean => scope === 'client' || scope === 'server'

export const RevokeKeyInput = z.strictObject({ keyId: ApiKeyId })
export type RevokeKeyInput = z.infer<typeof RevokeKeyInput>

export const RotateKeyInput = z.strictObject({
  keyId: ApiKeyId,
  /** How long the old key works on; 0 ends it at once. */
  overlapHours: z.int().min(0).max(720).default(24),
  expiresAt: Instant.optional(),
})
export type RotateKeyInput = z.infer<typeof RotateKeyInput>

/** A key in a list; the key itself is shown once, by the answer that created it. */
export const KeyView = z.object({
  id: ApiKeyId,
  name: z.string(),
  hint: z.string(),
  scope: KeyScope,
  environmentId: EnvironmentId.nullable(),
  userId: UserId.nullable(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  rotatedFrom: ApiKeyId.nullable(),
})
export type KeyView = z.infer<typeof KeyView>

/** `key` is null when this answer was given before: it was shown then. */
export const CreatedKey = z.object({ id: ApiKeyId, hint: z.string(), key: z.string().nullable() })
export type CreatedKey = z.infer<typeof CreatedKey>

/** The new key, shown once, and the moment until which the old one works. */
export const RotatedKey = CreatedKey.extend({ rotatedFrom: ApiKeyId, oldEndsAt: Instant })
export type RotatedKey = z.infer<typeof RotatedKey>

export const MemberView = z.object({
  id: UserId,
  name: z.string(),
  email: z.string(),
  role: Role,
  disciplines: z.array(Discipline),
  version: z.int(),
  since: Instant,
})
export type MemberView = z.infer<typeof MemberView>

export const SessionView = z.object({
  id: SessionId,
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
  userAgent: z.string(),
  person: z.object({ id: UserId, name: z.string() }),
})
export type SessionView = z.infer<typeof SessionView>

export const StartSessionInput = z.strictObject({ userAgent: z.string().max(500) })
export const RevokeSessionInput = z.strictObject({ sessionId: SessionId })

export const AuditEntryView = z.object({
  position: z.int(),
  at: Instant,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  verb: z.string(),
  object: z.object({ kind: z.string(), id: z.string() }),
  outcome: z.string(),
  detail: z.json(),
  requestId: z.string(),
  hash: z.string(),
})
export type AuditEntryView = z.infer<typeof AuditEntryView>

export const TimelineEventView = z.object({
  /** Order of recording. */
  seq: z.int(),
  id: z.string(),
  kind: z.string(),
  occurredAt: Instant,
  recordedAt: Instant,
  environmentId: EnvironmentId.nullable(),
  flagKey: z.string().nullable(),
  rolloutId: z.string().nullable(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  source: z.string(),
  title: z.string(),
  body: z.string(),
  data: z.json(),
})
export type TimelineEventView = z.infer<typeof TimelineEventView>

/** What a key that was recognised may do and where. */
export const AuthenticatedKey = z.object({
  id: ApiKeyId,
  workspaceId: WorkspaceId,
  workspaceSlug: z.string(),
  environmentId: EnvironmentId.nullable(),
  scope: KeyScope,
})
export type AuthenticatedKey = z.infer<typeof AuthenticatedKey>
