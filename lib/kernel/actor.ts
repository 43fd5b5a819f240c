import { z } from 'zod'
import { ApiKeyId, PolicyId, UserId, WorkspaceId } from './id'
import { Discipline, may, Role, type Permission } from './permissions'

/**
 * Who acts. A person has a role and disciplines; a service is an API key without a person behind it and may never
 * approve; a policy is reviewed code acting by the same commands; anonymous holds nothing.
 */
export const Actor = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    id: UserId,
    workspaceId: WorkspaceId,
    name: z.string(),
    role: Role,
    disciplines: z.array(Discipline),
    via: z.enum(['web', 'api']),
  }),
  z.object({ kind: z.literal('service'), id: ApiKeyId, workspaceId: WorkspaceId, name: z.string(), role: Role }),
  z.object({ kind: z.literal('policy'), id: PolicyId, workspaceId: WorkspaceId, name: z.string(), version: z.int() }),
  z.object({ kind: z.literal('system'), id: z.literal('system'), workspaceId: WorkspaceId, name: z.string() }),
  z.object({
    kind: z.literal('anonymous'),
    id: z.literal('anonymous'),
    workspaceId: WorkspaceId.nullable(),
    name: z.string(),
  }),
])
export type Actor = z.infer<typeof Actor>
export type Person = Extract<Actor, { kind: 'person' }>
export type Member = Exclude<Actor, { kind: 'anonymous' }>

export const anonymous: Actor = { kind: 'anonymous', id: 'anonymous', workspaceId: null, name: 'Not signed in' }

/** What automation may do: the way down, and the advance that a policy allows. */
const automatic: ReadonlySet<Permission> = new Set([
  'rollout.pause',
  'rollout.stop',
  'rollout.roll-back',
  'rollout.advance',
])

/** What a person answers for with their name: an API key without a person may not. */
const personal: ReadonlySet<Permission> = new Set([
  'rollout.approve',
  'rollout.decline',
  'rollout.accept-risk',
  'flag.approve',
])

export function actorMay(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'anonymous') return false
  if (actor.kind === 'system') return true
  if (actor.kind === 'policy') return automatic.has(permission)
  if (actor.kind === 'service' && personal.has(permission)) return false
  return may(actor.role, permission)
}
