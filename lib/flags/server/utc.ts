import { sql, type SQL } from 'drizzle-orm'
import { type Instant } from '@/lib/kernel/time'

/** A moment in the kernel's own form, made by the database: thousands of them cost the web process nothing. */
export const utc = (moment: SQL): SQL<Instant> =>
  sql<Instant>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
