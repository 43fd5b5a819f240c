import { afterAll, beforeAll, expect, test } from 'vitest'
import { insist } from '@/lib/analysis/server/testing'
import { type WorkspaceId } from '@/lib/kernel/id'
import { searchIncidents } from './search-incidents'
import { anIncidentHouse, type IncidentHouse } from './testing'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

test('by number or title, open ones first, in the own workspace alone', async () => {
  const solved = await house.open({ title: 'Vouchers are refused', severity: 'SEV3' })
  insist(await house.act(house.maria, 'state', solved, { to: 'resolved' }))
  const open = await house.open({ title: 'Vouchers fail again' })
  const ended = await house.open({ title: 'Maps are blank' })
  const find = async (q: string, workspaceId = house.workspaceId) =>
    (await searchIncidents(house.runtime.database.db, workspaceId, q, 6)).map(({ name, open: isOpen }) => [
      name,
      isOpen,
    ])
  insist(await house.act(house.maria, 'state', ended, { to: 'resolved' }))
  expect(await find('vouchers')).toEqual([
    [open.name, true],
    [solved.name, false],
  ])
  expect(await find(ended.name.toLowerCase())).toEqual([[ended.name, false]])
  expect(await find('100%')).toEqual([])
  expect(await find('vouchers', 'wks_000000000099' as WorkspaceId)).toEqual([]) // a workspace of others
})
