import { expect, test } from 'vitest'
import { actorMay, anonymous, type Actor, type Member } from './actor'
import { capabilities, may, Role, type Permission } from './permissions'

const permissions = Object.keys(capabilities).filter((name): name is Permission => name in capabilities)
const workspaceId = 'wsp_0123456789ab'
const person = (role: Role): Member => ({
  kind: 'person',
  id: 'usr_0123456789ab',
  workspaceId,
  name: 'Ana',
  role,
  disciplines: [],
  via: 'web',
})
const service = (role: Role): Member => ({ kind: 'service', id: 'key_0123456789ab', workspaceId, name: 'CI', role })
const policy: Actor = { kind: 'policy', id: 'pol_0123456789ab', workspaceId, name: 'Careful', version: 1 }
const system: Actor = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' }

const allowed = (actor: Actor) => permissions.filter((permission) => actorMay(actor, permission))

test('an admin may everything, nobody may nothing', () => {
  expect(allowed(person('admin'))).toEqual(permissions)
  expect(allowed(anonymous)).toEqual([])
  expect(allowed(system)).toEqual(permissions)
})

test('a viewer reads, keeps an own account, and asks for more', () => {
  expect(new Set(allowed(person('viewer')))).toEqual(
    new Set(['workspace.read', 'session.revoke', 'account.edit', 'access.request']),
  )
})

test('a triage works what people wrote, and builds nothing', () => {
  const listening = ['feedback.triage', 'feedback.reply', 'feedback.configure', 'feedback.reveal']
  expect(allowed(person('triage'))).toEqual(expect.arrayContaining(['workspace.read', ...listening]))
  expect(allowed(person('triage')).filter((name) => /^(rollout|flag|environment|key|person)\./.test(name))).toEqual([])
})

test.each(['pause', 'stop', 'roll-back'] as const)('the way down is open to all who build: %s', (verb) => {
  const roles = Role.options.filter((role) => may(role, `rollout.${verb}`))
  expect(roles).toEqual(['engineer', 'approver', 'on-call', 'admin'])
})

test.each(['approve', 'decline', 'accept-risk'] as const)('only approvers and admins %s', (verb) => {
  expect(Role.options.filter((role) => may(role, `rollout.${verb}`))).toEqual(['approver', 'admin'])
})

test.each(['key.edit', 'environment.edit', 'simulation.advance'] as const)('only admins: %s', (permission) => {
  expect(Role.options.filter((role) => may(role, permission))).toEqual(['admin'])
})

test.each(Role.options)('a service with role %s has what the role has, but answers for nothing by name', (role) => {
  const personal = new Set(['flag.approve', 'rollout.approve', 'rollout.decline', 'rollout.accept-risk'])
  const without = allowed(person(role)).filter((permission) => !personal.has(permission))
  expect(allowed(service(role))).toEqual(without)
})

test('a policy goes down, and forward as the policy allows; nothing else', () => {
  expect(allowed(policy)).toEqual(['rollout.pause', 'rollout.advance', 'rollout.stop', 'rollout.roll-back'])
})
