import { readFileSync } from 'node:fs'
import { z } from 'zod'

export const PEOPLE_PER_S = 20

const Demo = z.object({
  url: z.string(),
  at: z.string().default('burning'),
  keys: z.object({ client: z.string(), server: z.string() }),
})

export type Settings = {
  /** Without a slash at the end. */
  url: string
  keys: { client: string; server: string }
  /** False on the quiet evening: what is to break has not broken yet. */
  burns: boolean
  /** The live act counts from the moment this file appears; null: never. */
  actFile: string | null
  peoplePerS: number
}

/** @throws Error with a sentence that says what to change */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const path = env['SOUNDINGS_DEMO'] ?? '.soundings/demo.json'
  const demo = Demo.safeParse(readJson(path))
  if (!demo.success) throw new Error(`${path} is not the file of a demo workspace. ${z.prettifyError(demo.error)}`)
  const url = env['SOUNDINGS_URL'] ?? (demo.data.url || 'http://localhost:3000')
  return {
    url: url.replace(/\/+$/, ''),
    keys: demo.data.keys,
    burns: demo.data.at !== 'calm',
    actFile: demo.data.at === 'burning' ? (env['ACT_FILE'] ?? null) : null,
    peoplePerS: PEOPLE_PER_S,
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path} cannot be read. Create the demo first: npm run demo.`, { cause: error })
  }
}
