import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { findWorkspace } from '@/lib/governance/server/workspaces'
import { instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { PASSWORD, people } from './harbor'
import { buildHouse, type DemoKeys, type House, SLUG } from './house'
import { hurried } from './hurried'
import { isMoment, type Moment } from './moments'
import { tellStory } from './tell-story'

/** How much older the company is than the story. */
const FOUNDED_MS = 240 * 86_400_000

type Wanted = { dataDir: string; seed: number; moment: Moment | null; say: (line: string) => void }

/**
 * Creates Harbor Travel once: its past goes through the same ingest, engine and commands as everything later.
 * @param moment where the story is opened; null: where it stands already, else while it burns
 * @returns false when it was there already
 */
export async function seedDemo(runtime: Runtime, { dataDir, seed, moment, say }: Wanted): Promise<boolean> {
  if (await findWorkspace(runtime.database.db, SLUG)) {
    const at = readDemo(dataDir).at
    if (moment === null || moment === at) return false
    throw new Error(
      `The demo in ${dataDir} was made at “${at}”. To see “${moment}” name a folder of its own: SOUNDINGS_DATA=.soundings-${moment} npm run demo -- --at ${moment}`,
    )
  }
  const now = runtime.now()
  const at = moment ?? 'burning'
  say('Creating the demo workspace: a day of traffic through ingest and engine. About a minute…')
  const founded = instant(Date.parse(now) - FOUNDED_MS)
  const { house, ...keys } = await runtime.database.db.transaction((tx) => buildHouse(tx, founded))
  await hurried(runtime, (quick) => tellStory(quick, house, { now, seed, moment: at }))
  writeDemoFile(dataDir, house, keys, at)
  return true
}

export const demoFile = (dataDir: string): string => join(dataDir, 'demo.json')

const Demo = z.looseObject({
  at: z.string().refine(isMoment).default('burning'),
  users: z.array(z.looseObject({ email: z.string(), password: z.string(), role: z.string() })),
})

/** @throws when the workspace is there and its file is not */
export function readDemo(dataDir: string): z.infer<typeof Demo> {
  const file = demoFile(dataDir)
  if (existsSync(file)) return Demo.parse(JSON.parse(readFileSync(file, 'utf8')))
  throw new Error(
    `The demo workspace is there, but ${file} is gone, and with it its keys. Remove the folder ${dataDir} and start again.`,
  )
}

function writeDemoFile(dataDir: string, { environments }: House, { keys, adminKeys }: DemoKeys, at: Moment): void {
  const users = people.map(({ key, email, role }) => ({ email, password: PASSWORD, role, adminKey: adminKeys[key] }))
  const demo = { url: '', at, environments, keys, users }
  writeFileSync(demoFile(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
}
