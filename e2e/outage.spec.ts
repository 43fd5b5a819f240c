import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/platform/embedded-postgres'
import { evaluate, healthOf, type House, sendEvents, signInTo, startHouse, startRollout } from './support/house'
import { press } from './support/keys'
import { rest } from './support/rest'

const FLAG = 'cart-v3'
const WITHIN = { timeout: 10_000 }

/** Postgres of its own, so that it goes away without the product's supervisor bringing it back. */
let folder: string
let postgres: EmbeddedPostgres
let house: House
let rollout: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'soundings-outage-'))
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
  house = await startHouse({ dataDir: join(folder, 'house'), env: { DATABASE_URL: postgres.url } })
  rollout = await startRollout(house, FLAG)
  await expect
    .poll(() => evaluate(house, FLAG, 'somebody'))
    .toMatchObject({ variant: expect.stringMatching(/^(on|control)$/) })
})
test.afterAll(async () => {
  await house?.server.stop()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const document = () =>
  fetch(`${house.server.url}/api/flags/v1/production.json`, {
    headers: { authorization: `Bearer ${house.keys.server}` },
  })
const exposure = (id: string) => ({ type: 'exposure', id, unit: id, flag: FLAG, variant: 'on' })
const pauseByRest = () => rest(house.server.url, house.keys.admin, `/api/v1/rollouts/${rollout}/pause`, {})

test('without Postgres flags are served, decisions and telemetry are refused in words; then all recovers', async ({
  page,
}) => {
  await signInTo(page, house, `/rollouts/${rollout}`)
  const stage = page.getByRole('status', { name: 'Stage 1' })
  await expect(stage).toHaveText('Running')
  const served = await evaluate(house, FLAG, 'somebody')
  expect(served.staleSince).toBeNull()
  expect(await sendEvents(house, [exposure('before')])).toMatchObject({ status: 200, body: { accepted: 1 } })

  await test.step('away', async () => {
    await postgres.stop()
    await expect
      .poll(() => healthOf(house), WITHIN)
      .toMatchObject({ status: 'degraded', postgres: 'down', staleSince: expect.any(String) })
    const stale = { ...served, staleSince: expect.any(String) }
    expect(await evaluate(house, FLAG, 'somebody')).toEqual(stale)
    const answer = await document()
    expect([answer.status, answer.headers.get('x-soundings-stale')]).toEqual([200, expect.any(String)])

    const telemetry = await sendEvents(house, [exposure('during')])
    expect([telemetry.status, Number(telemetry.headers.get('retry-after'))]).toEqual([503, expect.any(Number)])
    expect(Number(telemetry.headers.get('retry-after'))).toBeGreaterThan(0)
    const decision = await pauseByRest()
    expect(decision).toMatchObject({ status: 503, body: { code: 'database-away' } })
    expect(Number(decision.headers.get('retry-after'))).toBeGreaterThan(0)

    await press(page, 'p')
    const refusal = page.getByRole('alert').filter({ hasText: 'cannot reach its database' })
    await expect(refusal).toBeVisible()
    await expect(refusal).toContainText('Nothing changed')
    await expect(refusal).toContainText('Flags are served as before.')
    await expect(stage).toHaveText('Running')
  })

  await test.step('back', async () => {
    postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
    await expect.poll(() => healthOf(house), WITHIN).toMatchObject({ status: 'ok', postgres: 'up' })
    await expect.poll(async () => (await sendEvents(house, [exposure('during')])).status, WITHIN).toBe(200)
    await expect.poll(() => evaluate(house, FLAG, 'somebody'), WITHIN).toEqual(served)
    await press(page, 'p')
    await expect(stage).toHaveText('Paused by Admin')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect(stage).toHaveText('Running')
    const { processes } = await healthOf(house)
    expect(Object.values(processes)).toEqual([
      { state: 'up', restarts: 0 },
      { state: 'up', restarts: 0 },
    ])
  })
})

test('a server that starts without Postgres serves the last known flags, and says so', async ({ page }) => {
  const people = Array.from({ length: 20 }, (_, i) => `person-${i}`)
  const before = await Promise.all(people.map((who) => evaluate(house, FLAG, who)))
  const { dataDir } = house.server
  const port = Number(new URL(house.server.url).port)
  await house.server.stop()
  await postgres.stop()
  house = await startHouse({ dataDir, port, env: { DATABASE_URL: postgres.url } })
  expect(await healthOf(house)).toMatchObject({ status: 'degraded', postgres: 'down', staleSince: expect.any(String) })
  const after = await Promise.all(people.map((who) => evaluate(house, FLAG, who)))
  const shown = ({ variant, revision }: (typeof before)[number]) => `${variant} at ${revision}`
  expect(after.map(shown)).toEqual(before.map(shown))
  expect(after.filter(({ staleSince }) => staleSince === null)).toEqual([])
  expect((await document()).status).toBe(200)
  expect(await pauseByRest()).toMatchObject({ status: 503 })
  await page.goto(`${house.server.url}/signin`)
  await page.getByLabel('E-mail').fill(house.admin.email)
  await page.getByLabel('Password').fill(house.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/cannot reach its database/)

  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
  await expect.poll(() => healthOf(house), WITHIN).toMatchObject({ status: 'ok', postgres: 'up' })
  await expect.poll(async () => (await evaluate(house, FLAG, 'person-0')).staleSince, WITHIN).toBeNull()
  await signInTo(page, house, `/rollouts/${rollout}`)
  await press(page, 'p')
  await expect(page.getByRole('status', { name: 'Stage 1' })).toHaveText('Paused by Admin')
})
