import { z } from 'zod'

/** The six roles of a member, from reading to everything. */
export const Role = z.enum(['viewer', 'triage', 'engineer', 'approver', 'on-call', 'admin'])
export type Role = z.infer<typeof Role>

/** Who a sign-off is asked of; apart from roles. */
export const Discipline = z.enum(['product', 'engineering', 'data'])
export type Discipline = z.infer<typeof Discipline>

const everyone: readonly Role[] = ['viewer', 'triage', 'engineer', 'approver', 'on-call', 'admin']
const builders: readonly Role[] = ['engineer', 'approver', 'on-call', 'admin']
const approvers: readonly Role[] = ['approver', 'admin']
const leaders: readonly Role[] = ['approver', 'on-call', 'admin']
const admins: readonly Role[] = ['admin']
/** Who works the feedback inbox. */
const listeners: readonly Role[] = ['triage', 'engineer', 'approver', 'on-call', 'admin']

/** One table for button and command: which roles may do what. */
export const capabilities = {
  'workspace.read': everyone,
  'flag.edit': builders,
  'segment.edit': builders,
  'flag.stop': builders,
  'flag.approve': approvers,
  'flag.configure': ['approver', 'admin'],
  'rollout.edit': builders,
  'rollout.request-approval': builders,
  'rollout.start': builders,
  'rollout.approve': approvers,
  'rollout.decline': approvers,
  'rollout.pause': builders,
  'rollout.keep-paused': builders,
  'rollout.resume': builders,
  'rollout.advance': builders,
  'rollout.accept-risk': approvers,
  'rollout.stop': builders,
  'rollout.roll-back': builders,
  'rollout.finish': builders,
  'rollout.abandon': builders,
  'rollout.undo': builders,
  'comment.write': listeners,
  'feedback.triage': listeners,
  'feedback.reply': listeners,
  'feedback.configure': ['triage', 'approver', 'admin'],
  'feedback.reveal': ['triage', 'on-call', 'admin'],
  'person.export': admins,
  'person.erase': admins,
  'incident.open': builders,
  'incident.respond': builders,
  'incident.lead': leaders,
  'metric.edit': builders,
  'deployment.record': builders,
  'deployment.configure': admins,
  'environment.edit': admins,
  'key.edit': admins,
  'session.revoke': everyone,
  'account.edit': everyone,
  'access.request': everyone,
  'member.edit': admins,
  'team.edit': admins,
  'workspace.edit': admins,
  'privacy.edit': admins,
  'mail.edit': admins,
  'sso.edit': admins,
  'simulation.advance': admins,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof capabilities

export function may(role: Role, permission: Permission): boolean {
  return capabilities[permission].some((allowed) => allowed === role)
}
