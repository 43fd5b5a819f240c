'use server'
import { decideAccess, requestAccess } from '@/lib/governance/server/access-requests'
import { actHere, callerHere, sessionHere } from '@/lib/governance/server/caller'
import { changePassword } from '@/lib/governance/server/change-password'
import { editMember } from '@/lib/governance/server/edit-member'
import { createTeam, editTeam, removeTeam } from '@/lib/governance/server/edit-team'
import { revokeInvitation } from '@/lib/governance/server/invitations'
import { invite } from '@/lib/governance/server/invite'
import { removeMember } from '@/lib/governance/server/remove-member'
import { makeMemberResetLink } from '@/lib/governance/server/reset-link'
import { revokeSession } from '@/lib/governance/server/revoke-session'
import { runAction } from '@/lib/governance/server/run-action'

export async function inviteAction(input: unknown) {
  return actHere(input, invite)
}
export async function withdrawAction(input: unknown) {
  return runAction(revokeInvitation, input)
}
export async function editMemberAction(input: unknown) {
  return runAction(editMember, input)
}
export async function removeMemberAction(input: unknown) {
  return runAction(removeMember, input)
}
export async function resetLinkAction(input: unknown) {
  return actHere(input, makeMemberResetLink)
}
export async function decideAccessAction(input: unknown) {
  return runAction(decideAccess, input)
}
export async function requestAccessAction(input: unknown) {
  return runAction(requestAccess, input)
}
export async function createTeamAction(input: unknown) {
  return runAction(createTeam, input)
}
export async function editTeamAction(input: unknown) {
  return runAction(editTeam, input)
}
export async function removeTeamAction(input: unknown) {
  return runAction(removeTeam, input)
}
export async function revokeSessionAction(input: unknown) {
  return runAction(revokeSession, input)
}
export async function changePasswordAction(input: unknown) {
  const here = { ...(await callerHere()), sessionId: await sessionHere() }
  return actHere(input, (runtime, passwords, person) => changePassword(runtime, passwords, person, here))
}
