import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outboxMail } from '@/drizzle/schema/platform'
import { insist } from '@/lib/analysis/server/testing'
import { runCommand } from '@/lib/platform/command'
import { rolloutVerbs } from '@/lib/rollouts/server/contract'
import { type IncidentView } from '../core/schema'
import { readIncidentView } from './reads'
import { sendIncidentMail } from './send-mail'
import { readStopAsk } from './stop-ask'
import { tellTimeline } from './tell-timeline'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { readIncidentTimeline } from './timeline-reads'
import { watchIncident } from './watch-incident'

let house: IncidentHouse
beforeAll(async () => {
  house = await anIncidentHouse()
})
afterAll(() => house.close())

const mails = () =>
  house.runtime.database.db.select().from(outboxMail).where(eq(outboxMail.recipient, 'yusuf@test.localhost'))
const send = ({ id }: IncidentView) =>
  sendIncidentMail(house.runtime, { workspaceId: house.workspaceId, incidentId: id, userId: house.yusuf.id })

describe('mail to whoever is on call', () => {
  test('one line leaves once; later ones wait five minutes and leave together; what is worse leaves at once', async () => {
    const incident = await house.open({ severity: 'SEV2', title: 'Pay <b>fails</b>' })
    await Promise.all([send(incident), send(incident)])
    const [first, ...others] = await mails()
    expect(others).toEqual([])
    expect(first?.subject).toBe(`[SEV2] ${incident.name} Pay <b>fails</b>`)
    expect(first?.content.text).toContain(`/incidents/${incident.name}`)
    expect(first?.content.text).toContain('You get this because you are on call')
    expect(first?.content.html).not.toContain('<b>')
    house.pass(60_000)
    insist(await house.act(house.maria, 'updates', incident, { body: 'Looking' }))
    insist(await house.act(house.maria, 'updates', incident, { body: 'Still looking' }))
    await send(incident)
    expect(await mails()).toHaveLength(1)
    house.pass(4 * 60_000)
    await send(incident)
    const second = (await mails()).find(({ id }) => id !== first?.id)
    expect(second?.content.text).toContain('Maria writes: Looking')
    expect(second?.content.text).toContain('Maria writes: Still looking')
    house.pass(1000)
    insist(await house.act(house.maria, 'severity', incident, { severity: 'SEV1' }))
    await send(incident)
    expect(await mails()).toHaveLength(3)
  })
})

describe('watching', () => {
  test('goes on while it is open, looks for suspects again, and ends with it', async () => {
    const incident = await house.open()
    const place = { workspaceId: house.workspaceId, incidentId: incident.id }
    const told = { kind: 'deploy.finished', title: 'payments-api 1.44 deployed', environment: 'production' }
    expect(
      insist(await runCommand(house.runtime, tellTimeline, { ...told, externalId: 'd1' }, house.maria)),
    ).toMatchObject({
      repeated: false,
    })
    expect(insist(await runCommand(house.runtime, tellTimeline, { ...told, externalId: 'd1' }, house.maria))).toEqual({
      id: null,
      repeated: true,
    })
    await watchIncident(house.runtime, place)
    const seen = insist(await readIncidentView(house.runtime, house.maria, incident.id))
    expect(seen.suspects).toMatchObject([{ kind: 'deploy', title: told.title }])
    const waiting = async () =>
      (await house.jobs('incident.watch')).filter(({ payload }) => payload['incidentId'] === incident.id)
    expect(await waiting()).toHaveLength(1)
    insist(await house.act(house.maria, 'state', incident, { to: 'resolved' }))
    await watchIncident(house.runtime, place)
    expect(await waiting()).toHaveLength(1)
  })
})

describe('telling the timeline', () => {
  test('a clock that is ahead is set to ours and marked; places that are not here are named', async () => {
    const incident = await house.open()
    const told = {
      kind: 'note',
      title: 'From a robot',
      incident: incident.name,
      occurredAt: '2027-01-01T00:00:00.000Z',
    }
    insist(await runCommand(house.runtime, tellTimeline, told, house.maria))
    const { items } = insist(await readIncidentTimeline(house.runtime, house.maria, incident.id))
    expect(items).toMatchObject([{ title: 'From a robot', isClamped: true, occurredAt: house.runtime.now() }])
    for (const [member, code] of [
      ['environment', 'unknown-environment'],
      ['rollout', 'unknown-rollout'],
      ['incident', 'unknown-incident'],
    ] as const) {
      const wrong = { kind: 'note', title: 'x', [member]: 'nowhere' }
      expect(await runCommand(house.runtime, tellTimeline, wrong, house.maria)).toMatchObject({ code })
    }
    expect(await runCommand(house.runtime, tellTimeline, { kind: 'note', title: 'x' }, house.olu)).toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('what Stop exposure means', () => {
  test('the linked rollout before a bystander that changed later; nothing suspected is a named no', async () => {
    const empty = await house.open()
    const bare = await house.act(house.maria, 'link-rollout', empty, { rollout: 'RO-99' })
    expect(bare).toMatchObject({ code: 'unknown-rollout' })
    const started = async (flag: string) => insist(await house.decide(house.maria, 'start', await house.create(flag)))
    const own = await started('own')
    house.pass(10 * 60_000)
    const bystander = await started('bystander')
    house.pass(60_000)
    const incident = await house.open({ rollout: own.name })
    expect(incident.suspects.flatMap(({ rollout }) => rollout ?? [])).toEqual([bystander.name, own.name])
    expect(insist(await readStopAsk(house.runtime, house.maria, incident.name))).toMatchObject({ rolloutId: own.id })
    insist(await runCommand(house.runtime, rolloutVerbs.stop, { rolloutId: own.id }, house.yusuf))
    const elsewhere = await house.open({ title: 'x' })
    for (const { id } of elsewhere.suspects) {
      const judge = { suspectId: id, verdict: 'ruled_out', reason: 'no' }
      insist(await house.act(house.maria, 'suspect', elsewhere, judge))
    }
    expect(await readStopAsk(house.runtime, house.maria, elsewhere.name)).toMatchObject({ code: 'no-suspect' })
  })
})
