import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aDeploymentHouse, PRODUCTION } from '@/lib/telemetry/server/deployment-testing'
import { listDeployments, readDeployment } from '@/lib/telemetry/server/deployment-reads'
import { DEPLOY_USAGE } from './deploy'
import { run } from './run'

let house: Awaited<ReturnType<typeof aDeploymentHouse>>
let server: Server
let url: string
let down = 0
beforeAll(async () => {
  house = await aDeploymentHouse()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (down > 0) {
        down -= 1
        response.writeHead(503, { 'retry-after': '0.05' }).end('{"title":"Starting."}')
        return
      }
      const headers = { authorization: request.headers.authorization ?? '' }
      void house
        .ask(request.url ?? '', Buffer.concat(chunks).toString(), headers)
        .then(({ status, body }) => response.writeHead(status).end(JSON.stringify(body)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await house.close()
})

const ENV = () => ({ SOUNDINGS_URL: url, SOUNDINGS_KEY: house.keys.ci })
const ITS = ['--service=payments-api', '--environment=production', '--version=1.44', '--sha=abcdef0123']
const list = () => listDeployments(house.runtime.database.db, house.workspaceId, { limit: 100 })

test('a pipeline tells start and finish: one deployment', async () => {
  expect((await run(['deploy', ...ITS, '--status=started'], ENV())).code).toBe(0)
  house.pass(60_000)
  const { code, text } = await run(['deploy', ...ITS, '--status', 'finished', '--actor=CI'], ENV())
  const [row] = await list()
  expect({ code, text }).toEqual({ code: 0, text: `${row?.id}: finished.` })
  expect(row).toMatchObject({
    service: 'payments-api',
    version: '1.44',
    status: 'finished',
    environmentId: PRODUCTION.id,
  })
  const again = await run(['deploy', ...ITS, '--status', 'finished'], ENV())
  expect(again).toEqual({ code: 0, text: `${row?.id}: finished, as it was told before.` })
  expect(await list()).toHaveLength(1)
})

test('what the pipeline says of itself is taken, and the commits of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundings-deploy-'))
  const file = join(folder, 'commits')
  await writeFile(file, 'aaaaaaaaaa 2026-03-04T09:00:00+01:00 Pay by wallet\nbbbbbbbbbb 2026-03-04T10:00:00Z\n')
  const github = {
    GITHUB_SHA: 'c0ffee0000',
    GITHUB_REF_NAME: 'main',
    GITHUB_RUN_ID: '77',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'shop/web',
    GITHUB_ACTOR: 'maria',
  }
  const asked = ['deploy', '--service=web', '--environment=staging', '--status=finished', `--commits=${file}`, '--json']
  const { code, text } = await run(asked, { ...ENV(), ...github })
  await rm(folder, { recursive: true })
  expect(code).toBe(0)
  const [{ id }] = JSON.parse(text).deployments
  const read = await readDeployment(house.runtime.database.db, house.workspaceId, id)
  expect(read?.view).toMatchObject({
    sha: 'c0ffee0000',
    ref: 'main',
    pipeline: '77',
    url: 'https://github.com/shop/web/actions/runs/77',
    by: 'maria',
  })
  expect(read?.commits.map(({ title }) => title)).toEqual(['', 'Pay by wallet'])
})

test('the pipeline that rolls back is not the one that brought it', async () => {
  const its = ['deploy', '--service=mail', '--environment=staging', '--version=7']
  const first = { ...ENV(), GITHUB_RUN_ID: '1', GITHUB_SHA: 'aaaaaaa111' }
  const second = { ...ENV(), GITHUB_RUN_ID: '2', GITHUB_SHA: 'bbbbbbb222' }
  const brought = await run([...its, '--status=finished'], first)
  const back = await run([...its, '--status=rolled-back'], second)
  expect(back).toEqual({ code: 0, text: brought.text.replace('finished', 'rolled-back') })
  expect((await list()).filter(({ service }) => service === 'mail')).toMatchObject([
    { status: 'rolled-back', pipeline: '1', sha: 'aaaaaaa111' },
  ])
})

test('a server that is away for a moment is asked again', async () => {
  down = 2
  expect((await run(['deploy', ...ITS, '--id=later', '--status=started'], ENV())).code).toBe(0)
  expect(down).toBe(0)
})

test('a server that stays away is a no', async () => {
  down = 3
  const { code, text } = await run(['deploy', ...ITS, '--status=started'], ENV())
  down = 0
  expect({ code, text }).toEqual({ code: 1, text: 'Starting. The deployment was not told.' })
})

test.each([
  ['an unknown environment', ['--environment=moon'], {}, 'There is no environment of this key or name.'],
  ['a key of another scope', [], { key: 'client' }, 'Deployments need a key of scope ci or hook.'],
] as const)('%s is wrong usage', async (_, more, { key }: { key?: 'client' }, said) => {
  const env = { ...ENV(), ...(key ? { SOUNDINGS_KEY: house.keys[key] } : {}) }
  expect(await run(['deploy', ...ITS, ...more, '--status=finished'], env)).toEqual({ code: 2, text: said })
})

test.each([
  ['no service', ['--status=finished'], {}],
  ['no status', ['--service=web'], {}],
  ['another status', ['--service=web', '--status=done'], {}],
  ['no key', ['--service=web', '--status=finished'], { SOUNDINGS_KEY: '' }],
  ['no server', ['--service=web', '--status=finished'], { SOUNDINGS_URL: '' }],
  ['an unknown option', ['--service=web', '--status=finished', '--moon'], {}],
  ['no commits', ['--service=web', '--status=finished', '--commits=nowhere'], {}],
])('%s is wrong usage and says how', async (_, args, env) => {
  const { code, text } = await run(['deploy', ...args], { ...ENV(), ...env })
  expect(code).toBe(2)
  expect(text).toContain(DEPLOY_USAGE)
})

test('--help shows how', async () => {
  expect(await run(['deploy', '--help'], {})).toEqual({ code: 0, text: DEPLOY_USAGE })
})
