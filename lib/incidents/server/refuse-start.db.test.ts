import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOnFlag } from './refuse-start'
import { anIncidentHouse, type IncidentHouse } from './testing'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

test('a bad incident about a flag keeps it from starting; one about another flag, or a small one, does not', async () => {
  const bad = await house.create('bad-flag')
  const again = await house.create('bad-flag')
  const small = await house.create('small-flag')
  const other = await house.create('other-flag')
  const about = (rollout: { name: string }, severity: 'SEV1' | 'SEV3') =>
    house.open({ environment: 'production', severity, rollout: rollout.name })
  const incident = await about(bad, 'SEV1')
  await about(small, 'SEV3')
  const refused = await house.decide(house.maria, 'start', again)
  expect(refused).toMatchObject({
    ok: false,
    code: 'not-ready',
    message: `${incident.name} (SEV1) is open on bad-flag`,
  })
  expect(await openOnFlag(house.runtime.database.db, house.workspaceId, house.environmentId, 'bad-flag')).toEqual([
    { name: incident.name, severity: 'SEV1' },
  ])
  expect(await house.decide(house.maria, 'start', small)).toMatchObject({ ok: true })
  expect(await house.decide(house.maria, 'start', other)).toMatchObject({ ok: true })
})
