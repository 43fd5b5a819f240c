import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMetric } from '@/lib/analysis/server/create-metric'
import { ensurePolicies } from '@/lib/analysis/server/policies'
import { createFlag } from '@/lib/flags/server/create-flag'
import { findWorkspace } from '@/lib/governance/server/workspaces'
import { Duration, instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { flags, metrics, PASSWORD, people } from './harbor'
import { buildHouse, SLUG, type House } from './house'
import { paymentsGuard } from './payments-guard'
import { play } from './play'

/** Minutes of past that the demo has. */
const PAST_MIN = 1600

/**
 * Creates Harbor Travel once: its past goes through the same ingest, engine and commands as everything later.
 * @returns false when it was there already
 */
export async function seedDemo(
  runtime: Runtime,
  { dataDir, seed, say }: { dataDir: string; seed: number; say: (line: string) => void },
): Promise<boolean> {
  if (await findWorkspace(runtime.database.db, SLUG)) {
    if (existsSync(demoFile(dataDir))) return false
    throw new Error(
      `The demo workspace is there, but ${demoFile(dataDir)} is gone, and with it its keys. Remove the folder ${dataDir} and start again.`,
    )
  }
  const now = runtime.now()
  const start = ago(now, PAST_MIN)
  say('Creating the demo workspace: a day of traffic through ingest and engine. About a minute…')
  const house = await runtime.database.db.transaction(async (tx) => {
    const built = await buildHouse(tx, start)
    await ensurePolicies(tx, built.workspaceId, [paymentsGuard], start)
    return built
  })
  await createObjects(runtime, house, start)
  await play(runtime, house, { now, seed, pastMin: PAST_MIN })
  writeDemoFile(dataDir, house)
  return true
}

export const ago = (now: Instant, minutes: number): Instant => instant(Date.parse(now) - minutes * 60_000)

export const demoFile = (dataDir: string): string => join(dataDir, 'demo.json')

async function createObjects(runtime: Runtime, house: House, now: Instant): Promise<void> {
  const priya = house.actors['priya']
  if (!priya) throw new Error('the demo has no admin')
  for (const { on, ...flag } of flags) {
    const environments = on ? Object.fromEntries(house.environments.map((key) => [key, { otherwise: 'on' }])) : {}
    insist(await runCommand(runtime, createFlag, { ...flag, type: 'boolean', environments }, priya, { now }))
  }
  for (const { event, window, ...metric } of metrics) {
    const source = { kind: 'event', event }
    insist(
      await runCommand(
        runtime,
        createMetric,
        { ...metric, source, window: window && Duration.parse(window), owner: 'Harbor' },
        priya,
        { now },
      ),
    )
  }
}

/** The seed is ours: a refusal in it is a fault. */
export function insist<T>(outcome: { ok: true; value: T } | { ok: false; code: string; message: string }): T {
  if (!outcome.ok) throw new Error(`the demo was refused: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}

function writeDemoFile(dataDir: string, house: House): void {
  const users = people.map(({ key, email, role }) => ({
    email,
    password: PASSWORD,
    role,
    adminKey: house.adminKeys[key],
  }))
  const demo = { url: '', environments: house.environments, keys: house.keys, users }
  writeFileSync(demoFile(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
}
