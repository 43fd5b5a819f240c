import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as createHttp } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timelineEvent } from '@/drizzle/schema/governance'
import { insist } from '@/lib/analysis/server/testing'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { type HotRequest } from '@/lib/platform/hot'
import { type AlertDoor, receiveAlertmanager } from './receive-alerts'
import { listIncidentRows, readIncidentView } from './reads'
import { anIncidentHouse, type IncidentHouse } from './testing'
import { type TakenAlerts } from './take-alerts'

let house: IncidentHouse
let hook: string
let ci: string
let refused: string[]
let door: AlertDoor
beforeAll(async () => {
  house = await anIncidentHouse()
  const { db } = house.runtime.database
  const keyOf = async (scope: 'hook' | 'ci') => {
    const key = mintKey(scope)
    await db.transaction((tx) =>
      issueKey(tx, house.workspaceId, { name: scope, scope, role: 'viewer' }, key, house.runtime.now()),
    )
    return key
  }
  hook = await keyOf('hook')
  ci = await keyOf('ci')
  refused = []
  door = { runtime: house.runtime, reject: (_, code) => void refused.push(code) }
})
afterAll(() => house.close())

const alert = (more: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'HighErrorRate', service: 'payments-api', severity: 'critical' },
  annotations: { summary: 'Payments fail' },
  startsAt: '2026-03-05T09:58:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus:9090/graph',
  fingerprint: 'f1',
  ...more,
})
const webhook = (alerts: object[], more: object = {}) => ({
  version: '4',
  groupKey: 'g',
  status: 'firing',
  receiver: 'r',
  alerts,
  ...more,
})

function request(body: string | object, headers: Record<string, string> = {}): HotRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all: Record<string, string> = {
    authorization: `Bearer ${hook}`,
    'content-type': 'application/json',
    ...headers,
  }
  return {
    method: 'POST',
    path: '/api/ingest/v1/alerts/alertmanager',
    query: new URLSearchParams(),
    header: (name) => all[name] ?? null,
    body: (most) => Promise.resolve(text.length > most ? 'too-large' : new TextEncoder().encode(text)),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
  }
}
const send = async (alerts: object[]): Promise<TakenAlerts> => {
  const answer = await receiveAlertmanager(door, request(webhook(alerts)))
  expect(answer.status).toBe(200)
  return JSON.parse(String(answer.body))
}
const flap = (startsAt: string, status = 'firing') =>
  send([alert({ fingerprint: 'flap', status, startsAt, labels: { service: 'flappy' }, endsAt: startsAt })])
const view = async (id: string) => insist(await readIncidentView(house.runtime, house.maria, id))
const all = async () => insist(await listIncidentRows(house.runtime, house.maria, { limit: 500 }))

describe('alerts', () => {
  test('firing opens, again joins, the same again changes nothing; resolved by itself resolves', async () => {
    const first = await send([alert()])
    expect(first).toMatchObject({ taken: 1, repeated: 0, joined: [] })
    const name = first.opened[0] ?? ''
    expect(await view(name)).toMatchObject({
      title: 'Payments fail',
      state: 'triage',
      severity: 'SEV2',
      origin: 'alert',
      environmentName: 'Production',
      services: ['payments-api'],
      alertsFiring: 1,
      milestones: expect.arrayContaining([
        expect.objectContaining({ kind: 'detected', at: '2026-03-05T09:58:00.000Z' }),
      ]),
    })
    expect(await send([alert()])).toEqual({ taken: 0, repeated: 1, opened: [], joined: [name] })
    expect(await send([alert({ fingerprint: 'f2' })])).toMatchObject({ taken: 1, joined: [name] })
    expect(await send([alert({ status: 'resolved', endsAt: '2026-03-05T09:59:00Z' })])).toMatchObject({ taken: 1 })
    expect((await view(name)).state).toBe('triage')
    await send([alert({ fingerprint: 'f2', status: 'resolved', endsAt: '2026-03-05T09:59:30Z' })])
    expect(await view(name)).toMatchObject({ state: 'resolved', alertsFiring: 0 })
  })

  test('flapping opens the same one again for 15 minutes, then another that names it', async () => {
    const name = (await flap('2026-03-05T09:50:00Z')).opened[0] ?? ''
    await flap('2026-03-05T09:50:00Z', 'resolved')
    expect((await view(name)).state).toBe('resolved')
    house.pass(5 * 60_000)
    expect(await flap('2026-03-05T10:04:00Z')).toMatchObject({ opened: [], joined: [name] })
    expect((await view(name)).state).toBe('investigating')
    insist(await house.act(house.maria, 'state', await view(name), { to: 'resolved' }))
    house.pass(16 * 60_000)
    const next = (await flap('2026-03-05T10:20:00Z')).opened[0] ?? ''
    expect(next).not.toBe(name)
    expect(await view(next)).toMatchObject({ follows: { name } })
  })

  test('what somebody works on is not resolved by its source', async () => {
    const one = { fingerprint: 'held', labels: { service: 'held' } }
    const name = (await send([alert(one)])).opened[0] ?? ''
    insist(await house.act(house.yusuf, 'acknowledge', await view(name)))
    await send([alert({ ...one, status: 'resolved', endsAt: '2026-03-05T09:59:00Z' })])
    expect((await view(name)).state).toBe('investigating')
  })

  test('an alert that ends before we ever heard of it opens nothing', async () => {
    const before = (await all()).length
    expect(
      await send([alert({ fingerprint: 'ghost', status: 'resolved', labels: { service: 'ghost' } })]),
    ).toMatchObject({
      taken: 0,
      opened: [],
    })
    expect(await all()).toHaveLength(before)
  })

  test('late and out of order: a firing that comes after its end does not fire again', async () => {
    const one = { fingerprint: 'late', labels: { service: 'late' }, endsAt: '2026-03-05T09:59:00Z' }
    const name = (await send([alert(one)])).opened[0] ?? ''
    insist(await house.act(house.yusuf, 'acknowledge', await view(name)))
    await send([alert({ ...one, status: 'resolved' })])
    await send([alert(one)])
    expect((await view(name)).alertsFiring).toBe(0)
  })

  test('a storm: webhooks of 50 at once make one incident and one row an alert, however often they come', async () => {
    const before = (await all()).length
    const storm = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 50 }, (__, j) => alert({ fingerprint: `storm-${i}-${j}`, labels: { service: 'stormy' } })),
    )
    const answers = await Promise.all([...storm, ...storm.slice(0, 5)].map(send))
    expect(answers.reduce((sum, { taken }) => sum + taken, 0)).toBe(1000)
    expect(await all()).toHaveLength(before + 1)
    const [row] = await all()
    expect(await view(row?.id ?? '')).toMatchObject({ services: ['stormy'], alertsFiring: 1000 })
    const [count] = await house.runtime.database.db
      .select({ n: sql<number>`count(*)::int` })
      .from(timelineEvent)
      .where(sql`${timelineEvent.incidentId} = ${row?.id ?? ''} and ${timelineEvent.kind} = 'alert.firing'`)
    expect(count?.n).toBe(1000)
  })
})

describe('the door', () => {
  test.each([
    ['no key', webhook([alert()]), { authorization: '' }, 401, 'unknown-key'],
    ['another content', webhook([alert()]), { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['compressed', webhook([alert()]), { 'content-encoding': 'gzip' }, 415, 'unsupported-media-type'],
    ['no JSON', '{', {}, 400, 'malformed'],
    ['a list', '[]', {}, 422, 'malformed'],
    ['another version', webhook([alert()], { version: '3' }), {}, 422, 'unknown-type'],
    ['an alert without fingerprint', webhook([{ ...alert(), fingerprint: '' }]), {}, 422, 'malformed'],
    ['a NUL in a label', webhook([alert({ labels: { service: 'a\u0000b' } })]), {}, 422, 'malformed'],
    ['too many alerts', webhook(Array.from({ length: 1001 }, () => alert())), {}, 413, 'too-many-rows'],
    ['too large', 'x'.repeat(2 ** 20 + 1), {}, 413, 'body-too-large'],
  ])('%s', async (_, body, headers, status, code) => {
    const before = refused.length
    const answer = await receiveAlertmanager(door, request(body, headers))
    expect([answer.status, JSON.parse(String(answer.body)).code]).toEqual([status, code])
    expect(refused.slice(before)).toEqual([code])
  })
  test('a key for something else', async () => {
    const answer = await receiveAlertmanager(door, request(webhook([alert()]), { authorization: `Bearer ${ci}` }))
    expect([answer.status, refused.at(-1)]).toEqual([403, 'scope'])
  })
})

/** A real Alertmanager on the path, or null. */
function alertmanager(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = folders.flatMap((folder) =>
    ['alertmanager', 'prometheus-alertmanager'].map((name) => join(folder, name)),
  )
  return names.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

describe('a real Alertmanager', () => {
  const program = alertmanager()
  test.skipIf(program === null)(
    'sends its own webhooks (skipped when no alertmanager is on the PATH)',
    { timeout: 60_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'))
      const receiver = createHttp((incoming, response) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const headers = { authorization: incoming.headers.authorization ?? '' }
          void receiveAlertmanager(door, request(Buffer.concat(chunks).toString(), headers)).then(({ status, body }) =>
            response.writeHead(status).end(body),
          )
        })
      })
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
      const to = (receiver.address() as AddressInfo).port
      const port = await freePort()
      writeFileSync(
        join(folder, 'config.yml'),
        `route: {receiver: soundings, group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: soundings
    webhook_configs:
      - url: http://127.0.0.1:${to}/api/ingest/v1/alerts/alertmanager
        send_resolved: true
        http_config: {authorization: {type: Bearer, credentials: ${hook}}}
`,
      )
      const args = ['--config.file', join(folder, 'config.yml'), '--storage.path', folder, '--cluster.listen-address=']
      const child = spawn(program ?? '', [...args, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' })
      try {
        const post = (endsAt?: string) =>
          fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify([
              {
                labels: { alertname: 'Real', service: 'real-api', severity: 'critical' },
                annotations: { summary: 'It is real' },
                ...(endsAt ? { endsAt } : {}),
              },
            ]),
          })
        await until(async () => (await post().catch(() => null))?.ok === true)
        const real = async () => (await all()).find(({ title }) => title === 'It is real')
        await until(async () => (await real()) !== undefined)
        await post(new Date(Date.now() - 1000).toISOString())
        await until(async () => (await real())?.state === 'resolved')
        expect(await view((await real())?.id ?? '')).toMatchObject({ services: ['real-api'], severity: 'SEV2' })
      } finally {
        child.kill('SIGKILL')
        receiver.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await isTrue()) return
    await sleep(200)
  }
  throw new Error('it did not become true')
}
