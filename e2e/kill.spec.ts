import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import postgres from 'postgres'
import { z } from 'zod'
import { healthOf, type House, startHouse, startRollout } from './support/house'
import { type ChildName, killChild, killMain, postgresUrl } from './support/processes'
import { rest } from './support/rest'
import { SEEN, Sender } from './support/sender'

const FLAG = 'cart-v4'
const WITHIN = { timeout: 30_000 }

let dataDir: string
let house: House
let rollout: string
let sender: Sender

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'soundings-kill-'))
  house = await startHouse({ dataDir })
  rollout = await startRollout(house, FLAG)
})
test.afterAll(async () => {
  await sender?.stop()
  await house?.server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse((await rest(house.server.url, house.keys.admin, path)).body)
const View = z.object({ state: z.string(), verdict: z.object({ at: z.string(), unitsExposed: z.number() }).nullable() })
const viewNow = () => read(`/api/v1/rollouts/${rollout}`, View)
const Decisions = z.object({ items: z.array(z.object({ verb: z.string(), by: z.object({ kind: z.string() }) })) })

/** Ingest takes more, and analysis concludes from it: both go on from here. */
async function expectToGoOn(): Promise<void> {
  const [taken, since] = [sender.acknowledged.length, new Date().toISOString()]
  await expect.poll(() => sender.acknowledged.length, WITHIN).toBeGreaterThan(taken + 40)
  await expect.poll(async () => (await viewNow()).verdict?.at ?? '', WITHIN).toMatch(/^2/)
  await expect
    .poll(async () => ((await viewNow()).verdict?.at ?? '') > since, { ...WITHIN, message: 'a verdict from now' })
    .toBe(true)
}

async function killAndWait(name: ChildName): Promise<void> {
  const restarts = (await healthOf(house)).processes[name]?.restarts ?? 0
  await killChild(house.server, name)
  await expect
    .poll(async () => (await healthOf(house)).processes[name], WITHIN)
    .toEqual({ state: 'up', restarts: restarts + 1 })
  await expect.poll(async () => (await healthOf(house)).status, WITHIN).toBe('ok')
}

/** As after a crash: the main process is gone, its Postgres is found and taken over. */
async function killMainAndStart(): Promise<void> {
  await killMain(house.server)
  house = await startHouse({ dataDir, port: Number(new URL(house.server.url).port) })
}

test('kill -9 of any process while data comes in: nothing acknowledged is lost, nothing counts twice, one decision', async () => {
  test.setTimeout(240_000)
  sender = new Sender(() => house, FLAG)
  await expectToGoOn()
  for (const name of ['worker', 'web'] as const) {
    await test.step(`${name} dies`, async () => {
      await killAndWait(name)
      await expectToGoOn()
    })
  }
  await test.step('main dies', async () => {
    await killMainAndStart()
    await expectToGoOn()
    expect(sender.refused).toBeGreaterThan(0)
  })
  await test.step('harm comes while the worker is dead', async () => {
    sender.isHarmful = true
    await killAndWait('worker')
    await expect.poll(async () => (await viewNow()).state, WITHIN).toBe('rolled-back')
    await killMainAndStart()
    await expect.poll(async () => (await viewNow()).state, WITHIN).toBe('rolled-back')
  })
  await sender.stop()

  const { items } = await read(`/api/v1/decisions?rollout=${rollout}`, Decisions)
  const byPolicy = items.filter(({ by }) => by.kind === 'policy').map(({ verb }) => verb)
  expect(byPolicy.filter((verb) => verb === 'roll-back')).toEqual(['roll-back'])
  expect(byPolicy.filter((verb) => verb === 'pause').length).toBeLessThan(2)
  const stored = await countStored()
  expect(stored.seen).toEqual(sender.acknowledged)
  expect(stored.exposures).toBe(sender.acknowledged.length)
  expect(stored.exposedUnits).toBe(sender.acknowledged.length)
  expect(stored.entered).toBe(stored.unitsInStages)
})

/** What Postgres holds of the sender's rows: numbers in order, as often as they are there. */
async function countStored() {
  const sql = postgres(postgresUrl(dataDir), { max: 1 })
  try {
    const seen = await sql<{ value: number }[]>`select value from telemetry_event where name = ${SEEN} order by value`
    const [met] = await sql<{ rows: number; units: number }[]>`
      select count(*)::int as rows, count(distinct unit)::int as units
      from telemetry_event where kind = 'exposure' and name = ${FLAG}`
    const [sums] = await sql<{ entered: number; units: number }[]>`
      select (select sum(n_enter) from cohort_delta)::int as entered, (select count(*) from unit_stage)::int as units`
    return {
      seen: seen.map(({ value }) => value),
      exposures: met?.rows,
      exposedUnits: met?.units,
      entered: sums?.entered,
      unitsInStages: sums?.units,
    }
  } finally {
    await sql.end()
  }
}
