import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page } from 'playwright/test'
import { z } from 'zod'
import { rest } from './rest'
import { startServer, type RunningServer } from './server'

/** A product of one's own after its first start, for those who break it. */
export type House = { server: RunningServer; admin: typeof ADMIN; keys: { admin: string; server: string } }

const ADMIN = { email: 'admin@breaking.example', password: 'a password for breaking' }
const ENVIRONMENT = 'production'
export const EVENT = 'cart.failed'
const METRIC = 'cart_failures'

const FirstStart = z.object({
  keys: z.object({ admin: z.string() }),
  environments: z.object({ [ENVIRONMENT]: z.object({ server: z.string() }) }),
})

type Options = { dataDir: string; env?: Record<string, string>; port?: number }

/** Starts the product without the demo in a folder that stays; the second time it finds what it left. */
export async function startHouse({ dataDir, env = {}, port }: Options): Promise<House> {
  const server = await startServer({
    dataDir,
    ...(port === undefined ? {} : { port }),
    env: { ...env, SOUNDINGS_ADMIN_EMAIL: ADMIN.email, SOUNDINGS_ADMIN_PASSWORD: ADMIN.password },
  })
  const { keys, environments } = FirstStart.parse(JSON.parse(readFileSync(join(dataDir, 'first-start.json'), 'utf8')))
  return { server, admin: ADMIN, keys: { admin: keys.admin, server: environments[ENVIRONMENT].server } }
}

/** A flag whose rollout serves it to half of the people, guarded by one metric. @returns what people call it */
export async function startRollout(house: House, flag: string): Promise<string> {
  const post = async (path: string, body: object) => {
    const answer = await rest(house.server.url, house.keys.admin, `/api/v1/${path}`, body)
    // One metric guards every rollout of a house.
    const isThere = path === 'metrics' && answer.status === 409
    if (answer.status >= 300 && !isThere) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const harm = { aggregation: 'first-event', direction: 'lower', harmLimit: 0.01, declaredRate: 0.01 }
  await post('metrics', { key: METRIC, source: { kind: 'event', event: EVENT }, ...harm })
  await post('flags', { key: flag, type: 'boolean' })
  const made = await post('rollouts', {
    flag,
    environment: ENVIRONMENT,
    hypothesis: 'It is here to be broken.',
    rollbackPlan: 'Stop exposure.',
    stages: [{ weight: 50, minSoak: 'PT24H' }, { weight: 100 }],
    guardrails: [{ metric: METRIC, critical: true }],
  })
  const { name, version } = z.object({ name: z.string(), version: z.number() }).parse(made)
  await post(`rollouts/${name}/start`, { expectedVersion: version })
  return name
}

/** A rollout that half of the people have, and a SEV1 about it. */
export async function anIncidentAbout(house: House, flag: string): Promise<{ rollout: string; incident: string }> {
  const rollout = await startRollout(house, flag)
  const about = { title: `Carts fail with ${flag}`, severity: 'SEV1', rollout }
  const { body } = await rest(house.server.url, house.keys.admin, '/api/v1/incidents', about)
  return { rollout, incident: z.object({ name: z.string() }).parse(body).name }
}

export async function signInTo(page: Page, { server, admin }: House, path: string): Promise<void> {
  await page.goto(`${server.url}${path}`)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === path)
}

/** One question by OFREP: what is served, and since when it may be stale. */
export async function evaluate(house: House, flag: string, targetingKey: string) {
  const answer = await fetch(`${house.server.url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.keys.server}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey } }),
  })
  const { variant, metadata } = Evaluation.parse(await answer.json())
  return { variant, revision: metadata.version, staleSince: answer.headers.get('x-soundings-stale') }
}
const Evaluation = z.object({ variant: z.string(), metadata: z.object({ version: z.string() }) })

/** Rows of telemetry; a row's id makes sending it again harmless. */
export const sendEvents = (house: House, events: readonly object[]) =>
  rest(house.server.url, house.keys.server, '/api/ingest/v1/events', { events })

export async function healthOf(house: House) {
  return Health.parse(await (await fetch(`${house.server.url}/api/health`)).json())
}
const Health = z.object({
  status: z.string(),
  postgres: z.string(),
  staleSince: z.string().optional(),
  processes: z.record(z.string(), z.object({ state: z.string(), restarts: z.number() })),
})
