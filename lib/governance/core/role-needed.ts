import type { Role } from '@/lib/kernel/permissions'

const ROLES: readonly Role[] = ['viewer', 'triage', 'engineer', 'approver', 'on-call', 'admin']
const NAMED = /\b(?:needs|roles?)\b[^.]*?\b(triage|engineer|approver|on-call|admin)\b/i

/**
 * The role that somebody lacks, from why a button may not be pressed: "Needs Approver. Ask Maria Ito (owner)". Null
 * where it is not for want of a role; of several the first, which is the least mighty.
 */
export function roleNeeded(reason: string): Role | null {
  const name = NAMED.exec(reason)?.[1]?.toLowerCase()
  return ROLES.find((role) => role === name) ?? null
}
