import { expect, test } from 'vitest'
import { anIncident, facts } from '@/lib/incidents/core/an-incident'
import { incidentView } from '@/lib/incidents/core/view'
import { type CauseView } from '@/lib/incidents/core/schema'
import { stopFields } from './stop-fields'

const gathered = {
  environmentName: 'Production',
  suspects: [],
  cause: null,
  impact: null,
  roles: [],
  tasks: [],
  updates: [],
  alertsFiring: 0,
  merged: [],
  mergedInto: null,
  follows: null,
  rollouts: [],
}
const incident = incidentView(anIncident(), facts(), gathered)
const cause: Partial<CauseView> = { rolloutId: 'rol_000000000142', flag: 'checkout-v2', environment: 'production' }

test('a form without a script stops the very suspect that the page shows', () => {
  expect(stopFields(incident, cause as CauseView)).toEqual({
    word: 'stop',
    rolloutId: 'rol_000000000142',
    back: 'INC-37',
    note: 'INC-37',
  })
  expect(stopFields(incident, { ...cause, rolloutId: null } as CauseView)).toMatchObject({
    word: 'stop-flag',
    key: 'checkout-v2',
    environment: 'production',
  })
})

test('moves are offered with what they need', () => {
  const offered = incident.states.map(({ to, needsReason }) => [to, needsReason])
  expect(offered).toContainEqual(['declined', true])
  expect(offered).toContainEqual(['resolved', false])
  expect(offered.map(([to]) => to)).not.toContain('closed')
  expect(incident.may.lead).toEqual({ enabled: true, reason: null })
})
