import { type Discipline, type Role } from '@/lib/kernel/permissions'

/** Roles as people read them. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  triage: 'Triage',
  engineer: 'Engineer',
  approver: 'Approver',
  'on-call': 'On-call',
  admin: 'Admin',
}
export const ROLES: readonly Role[] = ['viewer', 'triage', 'engineer', 'approver', 'on-call', 'admin']
export const roleOf = (text: string): Role => ROLES.find((role) => role === text) ?? 'viewer'

export const DISCIPLINE_WORDS: Readonly<Record<Discipline, string>> = {
  product: 'Product',
  engineering: 'Engineering',
  data: 'Data',
}
export const DISCIPLINES: readonly Discipline[] = ['product', 'engineering', 'data']

/** Program and system of a browser, from what it says of itself. */
export function browserOf(userAgent: string): string {
  const program = PROGRAMS.find(([mark]) => userAgent.includes(mark))?.[1] ?? 'A browser'
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark))?.[1]
  return system ? `${program} on ${system}` : program
}
const PROGRAMS = [
  ['Firefox/', 'Firefox'],
  ['Edg/', 'Edge'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Mac OS X', 'macOS'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
] as const
