import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Tx } from './database'

/** Told to screens: what changed, never how. */
export const LiveMessage = z.object({ workspaceId: z.string(), topic: z.string(), id: z.string(), version: z.number() })
export type LiveMessage = z.infer<typeof LiveMessage>

/** Told to every process: an environment has a new revision. */
export const ConfigMessage = z.object({ environmentId: z.string(), revision: z.number() })
export type ConfigMessage = z.infer<typeof ConfigMessage>

export const LIVE_CHANNEL = 'soundings_live'
export const CONFIG_CHANNEL = 'soundings_config'

// NOTIFY is delivered at commit, so it is inside the transaction; it takes a database-wide lock, so ingest never sends it.
export async function notifyLive(tx: Tx, message: LiveMessage): Promise<void> {
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`)
}

export async function notifyConfig(tx: Tx, message: ConfigMessage): Promise<void> {
  await tx.execute(sql`select pg_notify(${CONFIG_CHANNEL}, ${JSON.stringify(message)})`)
}
