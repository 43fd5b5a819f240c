import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deploymentDelivery, deploymentSource } from '@/drizzle/schema/telemetry-deployments'
import { type Person } from '@/lib/kernel/actor'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { githubDeployment, githubPing, githubRun, githubStatus, gitlabDeployment } from '../core/webhook-examples'
import { listDeployments } from './deployment-reads'
import { forgetDeliveries, readDeploymentSetup } from './deployment-setup'
import {
  createDeploymentSource,
  mapDeployments,
  removeDeploymentMapping,
  removeDeploymentSource,
} from './deployment-sources'
import { aDeploymentHouse, githubHeaders, PRODUCTION, STAGING } from './deployment-testing'

let house: Awaited<ReturnType<typeof aDeploymentHouse>>
let ada: Person
let hub: { path: string; secret: string }
let lab: { path: string; secret: string }
beforeAll(async () => {
  house = await aDeploymentHouse()
  ada = await house.member('Ada', 'admin')
  hub = await made('github')
  lab = await made('gitlab')
})
afterAll(() => house.close())
beforeEach(async () => {
  const { db } = house.runtime.database
  for (const table of ['deployment', 'deployment_mapping', 'deployment_delivery', 'timeline_event']) {
    await db.execute(sql`delete from ${sql.identifier(table)}`)
  }
  house.refused.length = 0
})

async function made(provider: 'github' | 'gitlab') {
  const outcome = await createDeploymentSource(house.runtime, { provider, name: 'Shop' }, ada)
  if (!outcome.ok || outcome.value.secret === null) throw new Error('no source')
  return { path: outcome.value.webhookPath, secret: outcome.value.secret }
}

let count = 0
const sendHub = (event: string, value: object, more: { delivery?: string; secret?: string; path?: string } = {}) => {
  const body = JSON.stringify(value)
  count += 1
  const { delivery = `delivery-${count}`, secret = hub.secret, path = hub.path } = more
  return house.ask(path, body, githubHeaders(body, secret, event, delivery))
}
const list = () => listDeployments(house.runtime.database.db, house.workspaceId, { limit: 2000 })
const deliveries = () => house.runtime.database.db.select().from(deploymentDelivery)
const map = (input: object) => runCommand(house.runtime, mapDeployments(house.door.environmentsOf), input, ada)

describe('GitHub', () => {
  test('a deployment through its states is one row, told once each', async () => {
    expect(await sendHub('deployment', githubDeployment)).toMatchObject({ status: 200, body: { outcome: 'taken' } })
    await sendHub('deployment_status', githubStatus('in_progress', '2026-03-05T09:41:00Z'))
    await sendHub('deployment_status', githubStatus('success'))
    expect(await list()).toMatchObject([
      {
        service: 'Hello-World',
        environmentId: PRODUCTION.id,
        version: 'v1.44.0',
        status: 'finished',
        startedAt: '2026-03-05T09:40:20.000Z',
        finishedAt: '2026-03-05T09:45:00.000Z',
        provider: 'github',
        providerId: '145988746',
      },
    ])
    expect((await house.told()).map(({ kind, source }) => [kind, source])).toEqual([
      ['deploy.started', 'github'],
      ['deploy.finished', 'github'],
    ])
  })

  test('a delivery that comes again is taken once', async () => {
    await sendHub('deployment_status', githubStatus('success'), { delivery: 'd1' })
    const again = await sendHub('deployment_status', githubStatus('success'), { delivery: 'd1' })
    expect(again).toMatchObject({ status: 200, body: { outcome: 'repeated' } })
    expect(await deliveries()).toMatchObject([{ deliveryId: 'd1', outcome: 'taken', event: 'deployment_status' }])
  })

  test.each([
    ['another secret', (body: string) => githubHeaders(body, 'another', 'deployment', 'd')],
    ['a body that was changed', () => githubHeaders('{}', hub.secret, 'deployment', 'd')],
    [
      'a signature cut short',
      (body: string) => ({ ...githubHeaders(body, hub.secret, 'deployment', 'd'), 'x-hub-signature-256': 'sha256=0' }),
    ],
    [
      'an empty signature',
      (body: string) => ({ ...githubHeaders(body, hub.secret, 'deployment', 'd'), 'x-hub-signature-256': '' }),
    ],
  ])('%s is refused', async (_, headersOf) => {
    const body = JSON.stringify(githubDeployment)
    const answer = await house.ask(hub.path, body, headersOf(body))
    expect([answer.status, answer.body['code']]).toEqual([401, 'bad-signature'])
    expect(house.refused).toEqual(['github: bad-signature'])
    expect([await list(), await deliveries()]).toEqual([[], []])
  })
  test('unsigned and without a key it is refused; with a hook key it is taken', async () => {
    const headers = { 'x-github-event': 'deployment', 'x-github-delivery': 'd' }
    expect((await house.ask(hub.path, githubDeployment, headers)).status).toBe(401)
    const by = { ...headers, authorization: `Bearer ${house.keys.hook}` }
    expect((await house.ask('/api/ingest/v1/github', githubDeployment, by)).status).toBe(200)
    const wrong = { ...headers, authorization: `Bearer ${house.keys.client}` }
    expect((await house.ask(hub.path, githubDeployment, wrong)).body).toMatchObject({ code: 'scope' })
  })
  test('the address without an id finds the source by its signature', async () => {
    const path = '/api/ingest/v1/github'
    expect((await sendHub('deployment', githubDeployment, { path })).status).toBe(200)
    expect((await sendHub('deployment', githubDeployment, { path, secret: 'no' })).status).toBe(401)
  })
  test('an address of nobody', async () => {
    for (const id of ['dps_000000000001', 'x']) {
      const answer = await sendHub('deployment', githubDeployment, { path: `/api/ingest/v1/github/${id}` })
      expect([answer.status, answer.body['code']]).toEqual([404, 'unknown-source'])
    }
    expect((await sendHub('deployment', githubDeployment, { path: lab.path.replace('gitlab', 'github') })).status).toBe(
      404,
    )
  })
  test('a form holds the same JSON', async () => {
    const body = new URLSearchParams({ payload: JSON.stringify(githubDeployment) }).toString()
    const headers = {
      ...githubHeaders(body, hub.secret, 'deployment', 'form'),
      'content-type': 'application/x-www-form-urlencoded',
    }
    expect((await house.ask(hub.path, body, headers)).body).toMatchObject({ outcome: 'taken' })
  })
  test('a ping and other events are answered with yes, and stand among the deliveries', async () => {
    expect(await sendHub('ping', githubPing)).toMatchObject({ status: 200, body: { outcome: 'ignored' } })
    expect(await sendHub('issues', { action: 'opened' })).toMatchObject({ status: 200, body: { outcome: 'ignored' } })
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(['ignored', 'ignored'])
  })
  test('what nobody can read is a problem', async () => {
    expect(await sendHub('deployment', { deployment: 1 })).toMatchObject({ status: 422, body: { code: 'malformed' } })
    const text = '{'
    const answer = await house.ask(hub.path, text, githubHeaders(text, hub.secret, 'deployment', 'd'))
    expect([answer.status, answer.body['code']]).toEqual([400, 'malformed'])
    const large = 'x'.repeat(2 ** 20 + 1)
    expect((await house.ask(hub.path, large, githubHeaders(large, hub.secret, 'push', 'd'))).status).toBe(413)
  })

  test('a storm of a thousand deliveries, each twice, in any order', async () => {
    const bodies = Array.from({ length: 250 }, (_, i) => {
      const deployment = { ...githubDeployment.deployment, id: i + 1 }
      return [
        ['deployment', { ...githubDeployment, deployment }, `a-${i}`],
        ['deployment_status', { ...githubStatus('success'), deployment }, `b-${i}`],
      ] as const
    }).flat()
    const all = [...bodies.toReversed(), ...bodies]
    const answers = await Promise.all(all.map(([event, body, delivery]) => sendHub(event, body, { delivery })))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    const rows = await list()
    expect(rows).toHaveLength(250)
    expect(rows.every(({ status, startedAt }) => status === 'finished' && startedAt !== null)).toBe(true)
    expect(await house.told()).toHaveLength(500)
    expect(await deliveries()).toHaveLength(500)
  }, 120_000)
})

const sendLab = (status: string, headers: Record<string, string>) =>
  house.ask(lab.path, gitlabDeployment(status), { 'x-gitlab-event': 'Deployment Hook', ...headers })

describe('GitLab', () => {
  test('by its token', async () => {
    await sendLab('running', { 'x-gitlab-token': lab.secret, 'idempotency-key': 'g1' })
    await sendLab('success', { 'x-gitlab-token': lab.secret, 'idempotency-key': 'g2' })
    expect(await list()).toMatchObject([
      { service: 'test-deployment-webhooks', environmentId: STAGING.id, status: 'finished', provider: 'gitlab' },
    ])
  })
  test('a wrong token, and the token of GitHub', async () => {
    for (const token of ['no', hub.secret, '']) {
      expect(await sendLab('success', { 'x-gitlab-token': token })).toMatchObject({ status: 401 })
    }
    expect(await list()).toEqual([])
  })
  test('signed as Standard Webhooks ask; an old one is no more', async () => {
    const body = JSON.stringify(gitlabDeployment('success'))
    const signed = (at: Date) => ({
      'x-gitlab-event': 'Deployment Hook',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(lab.secret).sign('msg_1', at, body),
    })
    expect((await house.ask(lab.path, body, signed(new Date()))).status).toBe(200)
    expect((await house.ask(lab.path, body, signed(new Date(Date.now() - 600_000)))).status).toBe(401)
    expect((await house.ask(lab.path, `${body} `, signed(new Date()))).status).toBe(401)
  })
})

const canary = (state = 'success', at?: string) => ({
  ...githubStatus(state, at),
  deployment: { ...githubDeployment.deployment, environment: 'Canary' },
})

const sendCanary = () => sendHub('deployment_status', canary(), { delivery: 'c2' })

describe('names of the provider', () => {
  test('mapped to nothing: kept and told, on no timeline; mapped later it takes its place', async () => {
    const answer = await sendHub('deployment_status', canary(), { delivery: 'c1' })
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'unmapped' } })
    expect(String(answer.body['detail'])).toContain('“Canary” is mapped to no environment')
    expect(await list()).toMatchObject([{ environmentId: null, environmentTold: 'Canary' }])
    expect(await house.told()).toEqual([])
    const setup = await readDeploymentSetup(house.runtime.database.db, house.workspaceId, house.runtime.now())
    expect(setup.unmapped).toEqual([{ told: 'canary', deployments: 1 }])

    expect(await map({ kind: 'environment', told: 'CANARY', environmentId: PRODUCTION.id })).toMatchObject({
      value: { mapped: 1 },
    })
    expect(await list()).toMatchObject([{ environmentId: PRODUCTION.id }])
    expect(await house.told()).toMatchObject([{ kind: 'deploy.finished', environmentId: PRODUCTION.id }])
    expect(await deliveries()).toMatchObject([{ deliveryId: 'c1', outcome: 'taken' }])
    // The same deployment goes on in the same row.
    await sendHub('deployment_status', canary('in_progress', '2026-03-05T09:41:00Z'))
    expect(await list()).toMatchObject([{ startedAt: '2026-03-05T09:41:00.000Z', status: 'finished' }])
  })
  test('sent again when there is such an environment, it takes its place', async () => {
    const sent = [await sendCanary(), await sendCanary()]
    expect(sent).toMatchObject([{ body: { outcome: 'unmapped' } }, { body: { outcome: 'unmapped' } }])
    house.environments.push({ id: 'env_000000000003', key: 'canary', name: 'Canary' })
    expect((await sendCanary()).body).toMatchObject({ outcome: 'taken' })
    house.environments.pop()
    expect((await sendCanary()).body).toMatchObject({ outcome: 'repeated' })
    expect(await deliveries()).toMatchObject([{ outcome: 'taken' }])
    expect(await list()).toMatchObject([{ environmentId: 'env_000000000003' }])
    expect(await house.told()).toHaveLength(1)
  })
  test('left aside: no row, and the delivery says so', async () => {
    await map({ kind: 'environment', told: 'canary', environmentId: null, ignored: true })
    expect((await sendHub('deployment_status', canary())).body).toMatchObject({ outcome: 'ignored' })
    expect(await list()).toEqual([])
  })
  test('a repository is a service', async () => {
    await sendHub('deployment', githubDeployment)
    await map({ kind: 'repository', told: 'codertocat/hello-world', service: 'payments-api' })
    expect(await list()).toMatchObject([{ service: 'payments-api' }])
    await sendHub('deployment_status', githubStatus('success'))
    expect(await list()).toMatchObject([{ service: 'payments-api', status: 'finished' }])
    expect((await house.told()).at(-1)?.title).toBe('payments-api v1.44.0 to Production by Codertocat')
  })
  test('runs of a workflow count where it was mapped', async () => {
    expect((await sendHub('workflow_run', githubRun('completed', 'success'))).body).toMatchObject({
      outcome: 'ignored',
    })
    expect(await list()).toEqual([])
    await map({ kind: 'environment', told: 'workflow:Deploy', environmentId: PRODUCTION.id })
    await sendHub('workflow_run', githubRun('completed', 'success'))
    expect(await list()).toMatchObject([{ environmentId: PRODUCTION.id, status: 'finished', commits: 1 }])
  })
})

describe('the settings', () => {
  test('a secret is shown once, kept sealed, and ends with its source', async () => {
    const options = { idempotencyKey: 'once' }
    const input = { provider: 'github', name: 'Second' }
    const first = await createDeploymentSource(house.runtime, input, ada, options)
    const again = await createDeploymentSource(house.runtime, input, ada, options)
    if (!first.ok || !again.ok) throw new Error('no source')
    const { id, secret, webhookPath } = first.value
    expect([again.value.id, again.value.secret]).toEqual([id, null])
    const rows = await house.runtime.database.db.select().from(deploymentSource)
    expect(rows.every((row) => !Buffer.from(row.secret).includes(Buffer.from(String(secret))))).toBe(true)
    expect(await createDeploymentSource(house.runtime, input, ada)).toMatchObject({ code: 'already-exists' })
    const path = webhookPath
    expect((await sendHub('ping', githubPing, { path, secret: secret ?? '' })).status).toBe(200)
    expect(await runCommand(house.runtime, removeDeploymentSource, { sourceId: id }, ada)).toMatchObject({ ok: true })
    expect((await sendHub('ping', githubPing, { path, secret: secret ?? '' })).status).toBe(404)
  })
  test('lists sources, mappings and the last deliveries', async () => {
    await map({ kind: 'environment', told: 'live', environmentId: PRODUCTION.id })
    await sendHub('ping', githubPing)
    const setup = await readDeploymentSetup(house.runtime.database.db, house.workspaceId, house.runtime.now())
    expect(setup.sources.map(({ provider, name, webhookPath }) => [provider, name, webhookPath])).toEqual([
      ['github', 'Shop', hub.path],
      ['gitlab', 'Shop', lab.path],
    ])
    expect(JSON.stringify(setup)).not.toContain(hub.secret)
    expect(setup.mappings).toMatchObject([{ kind: 'environment', told: 'live', environmentId: PRODUCTION.id }])
    expect(setup.deliveries).toMatchObject([{ provider: 'github', event: 'ping', outcome: 'ignored' }])
    const gone = { kind: 'environment', told: 'LIVE' }
    expect(await runCommand(house.runtime, removeDeploymentMapping, gone, ada)).toMatchObject({ ok: true })
    expect(await runCommand(house.runtime, removeDeploymentMapping, gone, ada)).toMatchObject({ code: 'not-found' })
  })
  test('deliveries are told no longer after a while; what they told of stays', async () => {
    await sendHub('deployment', githubDeployment)
    const { db } = house.runtime.database
    const soon = instant(toMs(house.runtime.now()) + 1)
    await forgetDeliveries(db, house.workspaceId, house.runtime.now())
    await forgetDeliveries(db, 'wsp_000000000099', soon)
    expect(await deliveries()).toHaveLength(1)
    await forgetDeliveries(db, house.workspaceId, soon)
    expect([await deliveries(), await list()]).toMatchObject([[], [{ provider: 'github' }]])
  })
  test('each command: another workspace, and a missing permission', async () => {
    const olu = await house.member('Olu', 'engineer')
    const stranger: Person = { ...ada, workspaceId: 'wsp_000000000099' }
    const [{ id } = { id: '' }] = await house.runtime.database.db.select().from(deploymentSource)
    const mapping = { kind: 'environment', told: 'live', environmentId: PRODUCTION.id }
    const asked = [
      (who: Person) => runCommand(house.runtime, removeDeploymentSource, { sourceId: id }, who),
      (who: Person) => runCommand(house.runtime, mapDeployments(house.door.environmentsOf), mapping, who),
      (who: Person) => runCommand(house.runtime, removeDeploymentMapping, { kind: 'environment', told: 'live' }, who),
    ]
    for (const ask of asked) {
      expect(await ask(olu)).toMatchObject({ code: 'forbidden' })
      expect(await ask(stranger)).toMatchObject({ code: 'not-found' })
    }
    expect(await createDeploymentSource(house.runtime, { provider: 'github', name: 'Mine' }, olu)).toMatchObject({
      code: 'forbidden',
    })
  })
  test.each([
    [{ kind: 'environment', told: 'x', environmentId: null }, 'what-needed'],
    [{ kind: 'environment', told: '', environmentId: 'env_000000000001' }, 'invalid-input'],
    [{ kind: 'repository', told: 'x', service: '' }, 'invalid-input'],
    [{ kind: 'environment', told: 'x', environmentId: 'env_000000000009' }, 'not-found'],
  ])('%j is refused', async (input, code) => {
    expect(await map(input)).toMatchObject({ ok: false, code })
  })
})
