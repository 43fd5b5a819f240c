import { expect, test } from 'vitest'
import { roleNeeded } from './role-needed'

test.each([
  ['Needs Engineer. Ask Maria Ito (owner)', 'engineer'],
  ['Needs the role approver. Ask an admin.', 'approver'],
  ['Needs Triage or Engineer', 'triage'],
  ['Needs Admin. Ask for the role under Your account.', 'admin'],
  ['Needs On-call', 'on-call'],
  ['You can read this, not change it. Ask somebody with the role Triage.', 'triage'],
  ['Originals are for the roles Triage, On-call and Admin. Ask somebody who has one of them.', 'triage'],
  ['Only the role Admin may do this. Ask somebody who has it.', 'admin'],
  ['Already paused by Maria', null],
  ['Engineering hasn’t approved', null],
  ['Waiting for the sign-off of engineering', null],
  ['Needs a reason. Ask an admin.', null],
  ['The flag is archived.', null],
  ['', null],
])('%s', (reason, role) => {
  expect(roleNeeded(reason)).toBe(role)
})
