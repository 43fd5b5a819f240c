'use server'
import { createEnvironment, editEnvironment, moveEnvironment } from '@/lib/flags/server/edit-environment'
import { findEnvironment } from '@/lib/flags/server/environments'
import { actHere } from '@/lib/governance/server/caller'
import { createKey } from '@/lib/governance/server/create-key'
import { editSso, removeSso } from '@/lib/governance/server/edit-sso'
import { editWorkspace } from '@/lib/governance/server/edit-workspace'
import { editMailServer, removeMailServer, resendMail, sendTestMail } from '@/lib/governance/server/mail-settings'
import { editPrivacy } from '@/lib/governance/server/privacy'
import { removeSample } from '@/lib/governance/server/remove-sample'
import { revokeKey } from '@/lib/governance/server/revoke-key'
import { rotateKey } from '@/lib/governance/server/rotate-key'
import { runAction } from '@/lib/governance/server/run-action'

const hasEnvironment = async (...which: Parameters<typeof findEnvironment>): Promise<boolean> =>
  (await findEnvironment(...which)) !== null

export async function createKeyAction(input: unknown) {
  return actHere(input, (runtime, wish, actor, options) =>
    createKey(runtime, wish, actor, { ...options, hasEnvironment }),
  )
}
export async function rotateKeyAction(input: unknown) {
  return actHere(input, rotateKey)
}
export async function revokeKeyAction(input: unknown) {
  return runAction(revokeKey, input)
}
export async function createEnvironmentAction(input: unknown) {
  return runAction(createEnvironment, input)
}
export async function editEnvironmentAction(input: unknown) {
  return runAction(editEnvironment, input)
}
export async function moveEnvironmentAction(input: unknown) {
  return runAction(moveEnvironment, input)
}
export async function editPrivacyAction(input: unknown) {
  return runAction(editPrivacy, input)
}
export async function editMailServerAction(input: unknown) {
  return runAction(editMailServer, input)
}
export async function removeMailServerAction(input: unknown) {
  return runAction(removeMailServer, input)
}
export async function testMailAction(input: unknown) {
  return runAction(sendTestMail, input)
}
export async function resendMailAction(input: unknown) {
  return runAction(resendMail, input)
}
export async function editSsoAction(input: unknown) {
  return runAction(editSso, input)
}
export async function removeSsoAction(input: unknown) {
  return runAction(removeSso, input)
}
export async function editWorkspaceAction(input: unknown) {
  return runAction(editWorkspace, input)
}
export async function removeSampleAction(input: unknown) {
  return runAction(removeSample, input)
}
