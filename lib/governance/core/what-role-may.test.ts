import { expect, test } from 'vitest'
import { capabilities, may } from '@/lib/kernel/permissions'
import { deeds, roles, whatRoleMay } from './what-role-may'

test('the table in words is the table that commands ask', () => {
  expect(deeds.map(({ permission }) => permission).toSorted()).toEqual(Object.keys(capabilities).toSorted())
  for (const role of roles) {
    const { may: yes, mayNot: no } = whatRoleMay(role)
    expect(yes.every(({ permission }) => may(role, permission))).toBe(true)
    expect(no.some(({ permission }) => may(role, permission))).toBe(false)
    expect(yes.length + no.length).toBe(deeds.length)
  }
})

test('each deed is said once, in words', () => {
  const said = deeds.map(({ group, words }) => `${group}: ${words}`)
  expect(new Set(said).size).toBe(said.length)
  expect(said.filter((words) => !/^[A-Z][\w ]+: [A-Z][\p{L}’, -]+$/u.test(words))).toEqual([])
})

test('an admin may all, a viewer reads', () => {
  expect(whatRoleMay('admin').mayNot).toEqual([])
  expect(whatRoleMay('viewer').may.map(({ words }) => words)).toContain('Read everything')
  expect(whatRoleMay('viewer').may.some(({ group }) => group === 'Rollouts')).toBe(false)
})
