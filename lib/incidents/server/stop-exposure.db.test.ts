import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insist } from '@/lib/analysis/server/testing'
import { createFlag } from '@/lib/flags/server/create-flag'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { stopFlag } from '@/lib/flags/server/stop-flag'
import { anonymous } from '@/lib/kernel/actor'
import { runCommand } from '@/lib/platform/command'
import { rolloutVerbs } from '@/lib/rollouts/server/contract'
import { type IncidentView } from '../core/schema'
import { listIncidentRows, openIncidentStrip, readIncidentView } from './reads'
import { readStopAsk } from './stop-ask'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { readIncidentTimeline } from './timeline-reads'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

const view = async (id: string): Promise<IncidentView> => insist(await readIncidentView(house.runtime, house.maria, id))
const rows = async (id: string) =>
  insist(await readIncidentTimeline(house.runtime, house.maria, id, { filter: 'everything' }))

async function live(flag: string) {
  const draft = await house.create(flag)
  return insist(await house.decide(house.maria, 'start', draft))
}
const byPolicy = (verb: 'pause' | 'roll-back', rolloutId: string) =>
  runCommand(house.runtime, rolloutVerbs[verb], { rolloutId, note: 'errors over the limit for 10 min' }, house.policy)

describe('stop exposure', () => {
  test('twice, from a stale page: both yes, done once; the incident knows and is acknowledged', async () => {
    const rollout = await live('seat-map')
    insist(await byPolicy('pause', rollout.id))
    const [row] = insist(await listIncidentRows(house.runtime, house.maria))
    const stop = { rolloutId: rollout.id, note: 'INC' }
    const both = await Promise.all(
      [house.sam, house.yusuf].map((who) => runCommand(house.runtime, rolloutVerbs.stop, stop, who)),
    )
    expect(both.map(({ ok }) => ok)).toEqual([true, true])
    const incident = await view(row?.id ?? '')
    expect(incident).toMatchObject({ state: 'investigating', cause: { state: 'stopped', weight: 0 } })
    expect((await rows(incident.id)).items.filter(({ kind }) => kind === 'rollout.stopped')).toHaveLength(1)
    expect(incident.may.acknowledge.reason).toMatch(/acknowledged it already/)
  })
  test('of what the policy has stopped already: X means the same rollout, is a yes, and nothing is done again', async () => {
    const rollout = await live('gone-already')
    insist(await byPolicy('roll-back', rollout.id))
    const [row] = insist(await listIncidentRows(house.runtime, house.maria))
    const ask = insist(await readStopAsk(house.runtime, house.sam, row?.name ?? ''))
    expect(ask).toMatchObject({ kind: 'rollout', rolloutId: rollout.id })
    const stop = { rolloutId: rollout.id, note: row?.name }
    expect(await runCommand(house.runtime, rolloutVerbs.stop, stop, house.sam)).toMatchObject({ ok: true })
    const { cause } = await view(row?.id ?? '')
    expect(cause).toMatchObject({ stopped: { by: 'payments-guard' }, weight: 0 })
    expect((await rows(row?.id ?? '')).items.filter(({ kind }) => kind === 'rollout.stopped')).toEqual([])
  })
  test('of a flag without a rollout, twice: both yes, stopped once', async () => {
    insist(await runCommand(house.runtime, createFlag, { key: 'bare-flag', type: 'boolean' }, house.maria))
    const on = { expectedVersion: 1, environments: { production: { otherwise: 'on' } } }
    insist(await runCommand(house.runtime, editFlag, { key: 'bare-flag', ...on }, house.maria))
    const incident = await house.open()
    const suspect = incident.suspects.find(({ ref }) => ref === 'bare-flag')
    const judged = { suspectId: suspect?.id, verdict: 'confirmed' }
    insist(await house.act(house.maria, 'suspect', incident, judged))
    const { kind, ...stop } = insist(await readStopAsk(house.runtime, house.sam, incident.name))
    expect([kind, stop]).toEqual(['flag', { key: 'bare-flag', environment: 'production', note: incident.name }])
    for (const who of [house.sam, house.yusuf]) insist(await runCommand(house.runtime, stopFlag, stop, who))
    expect(await view(incident.id)).toMatchObject({ cause: { state: 'stopped', stopped: { by: 'Sam' } } })
  })
  test('of what nobody has is a named refusal', async () => {
    const rollout = await house.create('never-begun')
    expect(await runCommand(house.runtime, rolloutVerbs.stop, { rolloutId: rollout.id }, house.sam)).toMatchObject({
      ok: false,
      code: 'nobody-exposed',
    })
  })
})

describe('the strip', () => {
  test('shows the worst open SEV1 or SEV2, and nothing to strangers', async () => {
    insist(await house.act(house.sam, 'acknowledge', await house.open({ severity: 'SEV1' })))
    const strip = await openIncidentStrip(house.runtime, house.olu)
    expect(strip).toMatchObject({ severity: 'SEV1' })
    // A reader sees the button with its reason; who may press it hears only what is in the way of pressing.
    expect(strip?.stop).toEqual({ enabled: false, reason: expect.stringContaining('You can read this') })
    const rollout = await live('in-the-strip')
    const incident = await house.open({ severity: 'SEV1', rollout: rollout.name })
    const forSam = async () => (await openIncidentStrip(house.runtime, house.sam))?.stop
    expect(await openIncidentStrip(house.runtime, house.sam)).toMatchObject({
      name: incident.name,
      suspect: expect.stringContaining('in-the-strip'),
      stop: { enabled: true, reason: null },
    })
    insist(await runCommand(house.runtime, rolloutVerbs.stop, { rolloutId: rollout.id }, house.yusuf))
    expect(await forSam()).toEqual({ enabled: false, reason: 'Exposure is stopped already, by Yusuf.' })
    for (const { id } of (await view(incident.id)).suspects) {
      const judge = { suspectId: id, verdict: 'ruled_out', reason: 'no' }
      insist(await house.act(house.sam, 'suspect', incident, judge))
    }
    expect((await forSam())?.reason).toMatch(/nothing to stop/)
    expect(await openIncidentStrip(house.runtime, anonymous)).toBeNull()
  })
})
