import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commitRef, deployment } from '@/drizzle/schema/telemetry-deployments'
import { auditEntry } from '@/drizzle/schema/platform'
import { runCommand } from '@/lib/platform/command'
import { deploymentCursor, listDeployments, placeOfCursor, readDeployment } from './deployment-reads'
import { aDeploymentHouse, PRODUCTION, STAGING } from './deployment-testing'
import { searchDeployments } from './search-deployments'
import { takeDeployments } from './take-deployments'

let house: Awaited<ReturnType<typeof aDeploymentHouse>>
beforeAll(async () => {
  house = await aDeploymentHouse()
})
afterAll(() => house.close())
beforeEach(async () => {
  const { db } = house.runtime.database
  for (const table of ['deployment', 'commit_ref', 'timeline_event']) {
    await db.execute(sql`delete from ${sql.identifier(table)}`)
  }
  house.refused.length = 0
})

const one = (more: object = {}) => ({
  service: 'payments-api',
  environment: 'production',
  version: '1.44',
  sha: 'abcdef0123456789',
  status: 'finished',
  ...more,
})
const list = (limit = 100) => listDeployments(house.runtime.database.db, house.workspaceId, { limit })

describe('one deployment', () => {
  test('start, then finish: one row, a row each on the timeline', async () => {
    const first = await house.report(one({ status: 'started', time: '2026-03-05T09:50:00Z' }))
    expect(first).toMatchObject({ status: 200, body: { taken: 1, repeated: 0, rejected: [] } })
    await house.report(one({ time: '2026-03-05T09:55:00Z', actor: 'CI' }))
    const rows = await list()
    expect(rows).toMatchObject([
      {
        service: 'payments-api',
        environmentId: PRODUCTION.id,
        version: '1.44',
        status: 'finished',
        startedAt: '2026-03-05T09:50:00.000Z',
        finishedAt: '2026-03-05T09:55:00.000Z',
        by: 'CI',
      },
    ])
    expect((await house.told()).map(({ kind, title, occurredAt }) => [kind, title, occurredAt])).toEqual([
      ['deploy.started', 'payments-api 1.44 on its way to Production by CI', '2026-03-05T09:50:00.000Z'],
      ['deploy.finished', 'payments-api 1.44 to Production by CI', '2026-03-05T09:55:00.000Z'],
    ])
  })

  test('sent again it changes nothing, and says so', async () => {
    await house.report(one())
    const [before] = await list()
    house.pass(60_000)
    expect((await house.report(one())).body).toMatchObject({ taken: 0, repeated: 1 })
    expect(await list()).toEqual([before])
    expect(await house.told()).toHaveLength(1)
  })

  test('out of order: the finish first, then the start it had', async () => {
    await house.report(one({ time: '2026-03-05T09:55:00Z' }))
    await house.report(one({ status: 'started', time: '2026-03-05T09:50:00Z' }))
    expect(await list()).toMatchObject([{ status: 'finished', startedAt: '2026-03-05T09:50:00.000Z' }])
    expect((await house.told()).map(({ kind }) => kind)).toEqual(['deploy.started', 'deploy.finished'])
  })

  test('failed, then rolled back: each is told once', async () => {
    await house.report(one({ status: 'failed', time: '2026-03-05T09:51:00Z' }))
    await house.report(one({ status: 'rolled-back', time: '2026-03-05T09:58:00Z' }))
    expect(await list()).toMatchObject([{ status: 'rolled-back', failedAt: '2026-03-05T09:51:00.000Z' }])
    expect((await house.told()).map(({ kind }) => kind)).toEqual(['deploy.failed', 'deploy.rolled_back'])
  })

  test('rolled back by another pipeline: the newest of this version is meant', async () => {
    await house.report(one({ pipeline: '7', time: '2026-03-05T09:00:00Z' }))
    await house.report(one({ pipeline: '8', time: '2026-03-05T09:10:00Z' }))
    await house.report(one({ version: '1.43', sha: '1111111', time: '2026-03-05T09:20:00Z' }))
    const back = { service: 'payments-api', environment: 'production', version: '1.44', status: 'rolled-back' }
    expect((await house.report({ ...back, pipeline: '9', time: '2026-03-05T09:30:00Z' })).body).toMatchObject({
      taken: 1,
    })
    expect((await list()).map(({ pipeline, status }) => [pipeline, status])).toEqual([
      ['8', 'rolled-back'],
      ['', 'finished'],
      ['7', 'finished'],
    ])
    await house.report({ ...back, environment: 'staging' })
    expect(await list()).toHaveLength(4)
  })

  test('an id of the sender holds it together where versions differ, and parts it by service and environment', async () => {
    await house.report(one({ id: 'run-7', status: 'started', version: '' }))
    await house.report(one({ id: 'run-7' }))
    await house.report(one({ id: 'run-7', service: 'search-api' }))
    await house.report(one({ id: 'run-7', environment: 'staging' }))
    expect((await list()).map(({ service, environmentId, version }) => [service, environmentId, version])).toEqual(
      expect.arrayContaining([
        ['payments-api', PRODUCTION.id, '1.44'],
        ['search-api', PRODUCTION.id, '1.44'],
        ['payments-api', STAGING.id, '1.44'],
      ]),
    )
    expect(await list()).toHaveLength(3)
  })

  test('a clock far ahead is set to ours, and the row says so', async () => {
    await house.report(one({ time: '2031-01-01T00:00:00Z' }))
    const [row] = await house.told()
    expect(row).toMatchObject({ occurredAt: house.runtime.now(), data: { clamped: true } })
  })

  test('the environment is found by its key or its name', async () => {
    await house.report(one({ environment: 'Staging' }))
    expect(await list()).toMatchObject([{ environmentId: STAGING.id }])
  })

  test('what ran before is what finished before it, unless the pipeline says', async () => {
    await house.report(one({ version: '1.43', sha: '1111111', time: '2026-03-05T08:00:00Z' }))
    await house.report(one({ version: '1.43b', sha: '2222222', time: '2026-03-05T09:00:00Z', status: 'failed' }))
    await house.report(one({ environment: 'staging', sha: '3333333', time: '2026-03-05T09:30:00Z' }))
    await house.report(one({ time: '2026-03-05T09:50:00Z' }))
    await house.report(one({ version: '1.45', sha: '4444444', previousSha: '5555555', time: '2026-03-05T09:55:00Z' }))
    const before = new Map(
      (await list()).map(({ version, environmentId, previousSha }) => [version + environmentId, previousSha]),
    )
    expect(before.get(`1.44${PRODUCTION.id}`)).toBe('1111111')
    expect(before.get(`1.45${PRODUCTION.id}`)).toBe('5555555')
    expect(before.get(`1.44${STAGING.id}`)).toBe('')
  })

  test('its commits are kept, each once', async () => {
    const commits = [{ sha: 'aaaaaaa', at: '2026-03-04T09:00:00Z', title: 'Fix' }, { sha: 'bbbbbbb' }]
    await house.report(one({ commits }))
    const { body } = await house.report(one({ commits: [...commits, { sha: 'ccccccc' }] }))
    const [{ id } = { id: '' }] = body['deployments'] as { id: string }[]
    const read = await readDeployment(house.runtime.database.db, house.workspaceId, id)
    expect(read?.view.commits).toBe(3)
    expect(read?.commits[0]).toEqual({ sha: 'aaaaaaa', committedAt: '2026-03-04T09:00:00.000Z', title: 'Fix' })
    expect(await house.runtime.database.db.select().from(commitRef)).toHaveLength(3)
    expect(await readDeployment(house.runtime.database.db, 'wsp_000000000099', id)).toBeNull()
  })

  test('every report stands in the audit', async () => {
    await house.report(one())
    const rows = await house.runtime.database.db.select().from(auditEntry)
    const [{ id } = { id: '' }] = await list()
    expect(rows.findLast(({ verb }) => verb === 'deployment.take')).toMatchObject({
      outcome: 'done',
      objectId: id,
      detail: { by: 'Pipeline', reports: ['payments-api 1.44 to production: finished'] },
    })
  })
})

describe('many', () => {
  test('what cannot be taken keeps nothing else back, and each says why', async () => {
    const { status, body } = await house.report({
      deployments: [one(), one({ environment: 'moon' }), one({ status: 'done' }), one({ service: 'search-api' })],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      taken: 2,
      deployments: [{ index: 0 }, { index: 3 }],
      rejected: [
        { index: 1, code: 'unknown-environment' },
        { index: 2, code: 'bad-status' },
      ],
    })
    expect(house.refused).toEqual(['deployments: unknown-environment', 'deployments: bad-status'])
  })
  test('when nothing can be taken it is a problem', async () => {
    const { status, body } = await house.report(one({ environment: 'moon' }))
    expect([status, body['code']]).toEqual([422, 'unknown-environment'])
    expect(await list()).toEqual([])
  })
  test('a key of one environment reports to it alone', async () => {
    const by = { authorization: `Bearer ${house.keys.staging}` }
    expect((await house.report(one({ environment: undefined }), by)).status).toBe(200)
    expect((await house.report(one(), by)).body).toMatchObject({ code: 'wrong-environment' })
    expect((await house.report(one({ environment: undefined }))).body).toMatchObject({ code: 'bad-environment' })
    expect(await list()).toMatchObject([{ environmentId: STAGING.id }])
  })
  test('a storm: a thousand reports at once, each sent twice, in either order, make one row a deployment', async () => {
    const reports = Array.from({ length: 250 }, (_, i) =>
      (['started', 'finished'] as const).map((status, j) =>
        one({ id: `run-${i}`, status, time: Date.parse('2026-03-05T09:00:00Z') + i * 1000 + j * 60_000 }),
      ),
    ).flat()
    const mixed = [...reports.toReversed(), ...reports]
    const batches = Array.from({ length: 20 }, (_, i) => mixed.filter((__, j) => j % 20 === i))
    const answers = await Promise.all(batches.map((deployments) => house.report({ deployments })))
    expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 200))
    const rows = await house.runtime.database.db.select().from(deployment)
    expect(rows).toHaveLength(250)
    expect(rows.filter(({ status, startedAt }) => status === 'finished' && startedAt !== null)).toHaveLength(250)
    expect(await house.told()).toHaveLength(500)
  })
})

describe('the door', () => {
  test.each([
    ['no key', one(), { authorization: '' }, 401, 'unknown-key'],
    ['another content', one(), { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['compressed', one(), { 'content-encoding': 'gzip' }, 415, 'unsupported-media-type'],
    ['no JSON', '{', {}, 400, 'malformed'],
    ['a list', '[]', {}, 422, 'malformed'],
    ['too many', { deployments: Array.from({ length: 101 }, () => one()) }, {}, 413, 'too-many-rows'],
    ['too large', 'x'.repeat(2 ** 20 + 1), {}, 413, 'body-too-large'],
  ])('%s', async (_, body, headers, status, code) => {
    const answer = await house.report(body, headers)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
    expect(house.refused).toEqual([`deployments: ${code}`])
  })
  test('a hook key may, a client key may not', async () => {
    expect((await house.report(one(), { authorization: `Bearer ${house.keys.hook}` })).status).toBe(200)
    const { status, body } = await house.report(one(), { authorization: `Bearer ${house.keys.client}` })
    expect([status, body['code']]).toEqual([403, 'scope'])
  })
})

test('is found by words of its service, version and sha', async () => {
  await house.report(one())
  await house.report(one({ service: 'search-api', version: '2.0', sha: 'fedcba9876' }))
  const { db } = house.runtime.database
  const found = async (q: string) =>
    (await searchDeployments(db, house.workspaceId, q, 5)).map(({ service }) => service)
  expect(await found('payments 1.44')).toEqual(['payments-api'])
  expect(await found('FEDCBA')).toEqual(['search-api'])
  expect(await found('api')).toHaveLength(2)
  expect([await found('payments 2.0'), await found(' '), await found('%')]).toEqual([[], [], []])
})

describe('pages', () => {
  test('hang together at one moment, and follow service, environment and time', async () => {
    const time = '2026-03-05T09:00:00Z'
    await house.report({ deployments: ['a', 'b', 'c', 'd', 'e'].map((service) => one({ service, time })) })
    await house.report(one({ service: 'late', environment: 'staging', time: '2026-03-05T09:30:00Z' }))
    const { db } = house.runtime.database
    const seen: string[] = []
    let before = null
    for (;;) {
      const page = await listDeployments(db, house.workspaceId, { limit: 2, before })
      seen.push(...page.map(({ service }) => service))
      const last = page.at(-1)
      if (!last) break
      before = placeOfCursor(deploymentCursor(last))
      expect(before).not.toBeNull()
    }
    expect(seen[0]).toBe('late')
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'late'])
    const asked = async (more: object) =>
      (await listDeployments(db, house.workspaceId, { limit: 10, ...more })).map(({ service }) => service)
    expect(await asked({ environmentId: STAGING.id })).toEqual(['late'])
    expect(await asked({ service: 'c' })).toEqual(['c'])
    expect(await asked({ from: '2026-03-05T09:10:00.000Z' })).toEqual(['late'])
    expect(await asked({ to: '2026-03-05T09:10:00.000Z' })).toHaveLength(5)
    expect(await asked({ unmapped: true })).toEqual([])
  })
  test.each(['', 'x', Buffer.from('now dep_1').toString('base64url')])('%j is no cursor', (cursor) => {
    expect(placeOfCursor(cursor)).toBeNull()
  })
})

test('the command: another workspace has none of these environments, and a viewer may not', async () => {
  const verb = takeDeployments(house.door.environmentsOf)
  const report = { ...one(), provider: 'api', environment: PRODUCTION.id, commits: [] }
  const input = { reports: [{ index: 0, report }] }
  const elsewhere = { kind: 'system', id: 'system', workspaceId: 'wsp_000000000099', name: 'Elsewhere' } as const
  expect(await runCommand(house.runtime, verb, input, elsewhere)).toMatchObject({
    ok: true,
    value: { taken: 0, rejected: [{ code: 'unknown-environment' }] },
  })
  const viewer = await house.member('Olu', 'viewer')
  expect(await runCommand(house.runtime, verb, input, viewer)).toMatchObject({ ok: false, code: 'forbidden' })
  expect(await list()).toEqual([])
})
