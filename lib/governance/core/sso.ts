import { z } from 'zod'
import { type Role } from '@/lib/kernel/permissions'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { Email } from './schema'
import { type SsoRules } from './settings-schema'

/** What a provider says of somebody, in an ID token whose signature, issuer, audience, nonce and time were checked. */
export const Claims = z.looseObject({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  email: z.string().max(320).optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  name: z.string().max(200).optional(),
})
export type Claims = z.infer<typeof Claims>

/** From reading to everything; of several roles the last of these holds. */
const ORDER: readonly Role[] = ['viewer', 'triage', 'engineer', 'approver', 'on-call', 'admin']

/** The role that the claim names: the mightiest that the map knows; null when it names none. */
export function roleOfClaims(claims: Claims, { roleClaim, roleMap }: SsoRules): Role | null {
  if (roleClaim === '') return null
  const said = claims[roleClaim]
  const values = new Set((Array.isArray(said) ? said : [said]).filter((value) => typeof value === 'string'))
  const named = new Set(Object.entries(roleMap).flatMap(([value, role]) => (values.has(value) ? [role] : [])))
  return ORDER.toReversed().find((role) => named.has(role)) ?? null
}

/** What an invitation or the provider's rules make of somebody who is no member yet. */
export type Newcomer = { ok: true; email: string; role: Role } | Refusal

/**
 * Whether somebody who is not known by this provider may come in. Their e-mail must be verified by the provider: it ties
 * them to an account or an invitation that is here already.
 */
export function newcomer(
  claims: Claims,
  rules: SsoRules,
  known: { isMember: boolean; wasHere: boolean; invitedAs: Role | null; email: string | null },
): Newcomer {
  const { email } = known
  if (email === null) return noEmail
  if (claims.email_verified !== true && claims.email_verified !== 'true') return unverified
  const role = roleOfClaims(claims, rules) ?? known.invitedAs ?? rules.defaultRole
  if (!known.isMember) {
    // Whoever was taken out of the workspace does not come back by themselves.
    if (known.wasHere && known.invitedAs === null) return notInvited
    const domain = email.slice(email.lastIndexOf('@') + 1)
    const isAllowed = rules.allowedDomains.length === 0 || rules.allowedDomains.includes(domain)
    if (!isAllowed && known.invitedAs === null) return wrongDomain
    if (role === null) return notInvited
  }
  return { ok: true, email, role: role ?? 'viewer' }
}

/** The role of a member after this sign-in: that of the claim, when the rules say that the provider decides. */
export function roleAfter(claims: Claims, rules: SsoRules, now: Role): Role | Refusal {
  if (rules.roleClaim === '') return now
  return roleOfClaims(claims, rules) ?? rules.defaultRole ?? noRole
}

/** The e-mail of the claims as we write it; null without one. */
export function emailOf(claims: Claims): string | null {
  const email = Email.safeParse(claims.email ?? '')
  return email.success ? email.data : null
}

const askAdmin = { remedy: 'Ask an admin of the workspace for an invitation.' }
const noEmail = refuse('sso-no-email', 'The provider did not say your e-mail address.', {
  remedy: 'Ask the people who run it to share the e-mail claim.',
})
const unverified = refuse('sso-email-unverified', 'The provider has not verified your e-mail address.', {
  remedy: 'Verify it there, then sign in again.',
})
const wrongDomain = refuse('sso-domain', 'This e-mail address is not of a domain that may come in.', askAdmin)
const notInvited = refuse('sso-not-invited', 'You are no member of this workspace yet.', askAdmin)
const noRole = refuse('sso-no-role', 'The provider names no role for you here.', {
  remedy: 'Ask the people who run it to put you into a group of Soundings.',
})
