import { expect, test } from 'vitest'
import { may, type Role } from '@/lib/kernel/permissions'
import { rightsOf } from './rights'

test.each<[Role, string[]]>([
  ['viewer', ['triage', 'reply', 'reveal', 'exportPerson', 'erasePerson']],
  ['engineer', ['reveal', 'exportPerson', 'erasePerson']],
  ['triage', ['exportPerson', 'erasePerson']],
  ['admin', []],
])('%s hears a reason for %s', (role, refused) => {
  const rights = rightsOf((permission) => may(role, permission))
  expect(Object.entries(rights).flatMap(([what, reason]) => (reason === null ? [] : what))).toEqual(refused)
})
