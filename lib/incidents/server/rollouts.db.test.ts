import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insist } from '@/lib/analysis/server/testing'
import { readOpenIncidents } from '@/lib/rollouts/server/open-incidents'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { type IncidentView } from '../core/schema'
import { readIncidentView } from './reads'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { readIncidentTimeline } from './timeline-reads'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

const view = async (id: string): Promise<IncidentView> => insist(await readIncidentView(house.runtime, house.maria, id))
const kinds = async (id: string) =>
  insist(await readIncidentTimeline(house.runtime, house.maria, id, { filter: 'everything' })).items.map(
    ({ kind }) => kind,
  )

const about = (rollout: { name: string }, severity: 'SEV1' | 'SEV3') =>
  house.open({ environment: 'production', severity, rollout: rollout.name })
const check = async (rollout: { id: string }) => {
  const { readiness } = insist(await readRolloutView(house.runtime, house.maria, rollout.id))
  return readiness?.find(({ key }) => key === 'incidents')
}
const openOn = (flagKey: string) => {
  const { workspaceId, environmentId } = house
  return readOpenIncidents(house.runtime.database.db, { workspaceId, environmentId, flagKey })
}

test('a rollout is linked and unlinked, each once: its rows come and go', async () => {
  const rollout = insist(await house.decide(house.maria, 'start', await house.create('linked')))
  const incident = await house.open()
  const ask = { rollout: rollout.name }
  for (const who of [house.maria, house.sam]) insist(await house.act(who, 'link-rollout', incident, ask))
  expect((await view(incident.id)).rollouts).toMatchObject([{ name: rollout.name }])
  expect(await kinds(incident.id)).toContain('rollout.started')
  const { version } = await view(incident.id)
  for (const who of [house.maria, house.sam]) insist(await house.act(who, 'unlink-rollout', incident, ask))
  expect(await view(incident.id)).toMatchObject({ rollouts: [], version: version + 1 })
  const left = await kinds(incident.id)
  expect(left).not.toContain('rollout.started')
  expect(left.filter((kind) => kind === 'incident.linked' || kind === 'incident.unlinked')).toHaveLength(2)
})

describe('a bad incident about a flag', () => {
  test('keeps it from starting, and the page says so before; another flag or a small one does not', async () => {
    const bad = await house.create('bad-flag')
    const again = await house.create('bad-flag')
    const small = await house.create('small-flag')
    const other = await house.create('other-flag')
    expect(await check(again)).toMatchObject({ state: 'ok', value: 'None about this flag' })
    const incident = await about(bad, 'SEV1')
    await about(small, 'SEV3')
    const told = `${incident.name} (SEV1) is open`
    expect(await check(again)).toMatchObject({ state: 'block', value: told, fix: 'incidents' })
    expect(await house.decide(house.maria, 'start', again)).toMatchObject({
      ok: false,
      code: 'not-ready',
      message: `No open SEV1 or SEV2: ${told}`,
    })
    expect(await openOn('bad-flag')).toEqual([{ name: incident.name, severity: 'SEV1' }])
    expect(await house.decide(house.maria, 'start', small)).toMatchObject({ ok: true })
    expect(await house.decide(house.maria, 'start', other)).toMatchObject({ ok: true })
  })

  test('is forgotten when it is resolved, small, unlinked or merged away, and counts again when it is back', async () => {
    const rollout = await house.create('freed')
    const incident = await about(rollout, 'SEV1')
    const state = async () => (await check(rollout))?.state
    const act = async (word: Parameters<typeof house.act>[1], more: object, which = incident) =>
      insist(await house.act(house.sam, word, which, more))
    expect(await state()).toBe('block')
    await act('state', { to: 'resolved' })
    expect(await state()).toBe('ok')
    await act('state', { to: 'investigating', reason: 'back' })
    expect(await state()).toBe('block')
    await act('severity', { severity: 'SEV4' })
    expect(await state()).toBe('ok')
    await act('severity', { severity: 'SEV2' })
    await act('unlink-rollout', { rollout: rollout.name })
    expect(await state()).toBe('ok')
    await act('link-rollout', { rollout: rollout.name })
    // Merged it lives on in the other one: that one counts, as long as it is open.
    const other = await house.open({ severity: 'SEV1' })
    await act('merge', { into: other.name })
    expect(await openOn('freed')).toEqual([{ name: other.name, severity: 'SEV1' }])
    await act('unmerge', {})
    expect(await openOn('freed')).toEqual([{ name: incident.name, severity: 'SEV2' }])
  })
})
