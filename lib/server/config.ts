import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isMoment, type Moment, MOMENTS } from '@/drizzle/seed/moments'
import { projectRoot } from '@/lib/platform/root'

export const VERSION = '0.1.0'

const Environment = z.object({
  DATABASE_URL: z.string().optional(),
  SOUNDINGS_DATA: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  AUTH_URL: z.string().optional(),
  /** Rows of telemetry a second that one key may send to one gateway. */
  SOUNDINGS_INGEST_ROWS_PER_S: z.coerce.number().int().min(1).optional(),
})

const ROLES = ['all', 'gateway', 'web', 'worker'] as const

export type Config = {
  databaseUrl: string | null
  dataDir: string
  port: number
  host: string
  role: (typeof ROLES)[number]
  dev: boolean
  demo: boolean
  /** Where the demo's story is opened; null: where it stands already. */
  moment: Moment | null
  /** Chance of the demo's story: the same seed tells the same one. */
  seed: number
  /** Makes the demo and ends. */
  seedOnly: boolean
  root: string
  /** Address that people type; sign-in cookies and links are made for it. */
  publicUrl: string | null
  /** Rows of telemetry a second that one key may send; null: the default, which no key should ever meet. */
  ingestRowsPerS: number | null
}

/**
 * Reads flags and environment of the server process.
 * @throws Error with a sentence that says what to change
 */
export function readConfig(args: readonly string[], env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(env)
  if (!parsed.success) throw new Error(`Check the environment: ${z.prettifyError(parsed.error)}`)
  const roleText = args.find((arg) => arg.startsWith('--role='))?.slice('--role='.length) ?? 'all'
  const role = ROLES.find((known) => known === roleText)
  if (!role) throw new Error(`--role=${roleText} is not known. Use one of ${ROLES.join(', ')}.`)
  const root = projectRoot()
  const dataDir = parsed.data.SOUNDINGS_DATA ?? join(root, '.soundings')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return {
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    dataDir,
    port: parsed.data.PORT,
    host: parsed.data.HOST,
    role,
    dev: args.includes('--dev'),
    demo: args.includes('--demo'),
    moment: momentOf(args),
    seed: seedOf(args),
    seedOnly: args.includes('--seed-only'),
    root,
    publicUrl: parsed.data.AUTH_URL ?? null,
    ingestRowsPerS: parsed.data.SOUNDINGS_INGEST_ROWS_PER_S ?? null,
  }
}

function momentOf(args: readonly string[]): Moment | null {
  const text = valueOf(args, '--at')
  if (text === null || isMoment(text)) return text
  throw new Error(`--at ${text} is not known. Use one of ${Object.keys(MOMENTS).join(', ')}.`)
}

function seedOf(args: readonly string[]): number {
  const text = valueOf(args, '--seed') ?? '42'
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`--seed ${text} is no number. Use one of at most nine digits.`)
}

/** What stands behind an option, with a space or an equals sign between; null: it is not there. */
function valueOf(args: readonly string[], option: string): string | null {
  const place = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`))
  if (place < 0) return null
  return args[place] === option ? (args[place + 1] ?? '') : (args[place]?.slice(option.length + 1) ?? '')
}
