import { z } from 'zod'
import { parseDuration } from './moments'

export * from './moments'

/** A moment: ISO 8601 in UTC with milliseconds (`2026-12-17T02:14:00.000Z`); sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 }).brand('Instant')
export type Instant = z.infer<typeof Instant>

/** A length of time as ISO 8601 weeks to seconds (`PT2H`, `P1DT12H`), at most 366 days. */
export const Duration = z
  .string()
  .max(40)
  .refine((text) => parseDuration(text) !== null, { error: 'an ISO 8601 duration such as PT2H, at most 366 days' })
  .brand('Duration')
export type Duration = z.infer<typeof Duration>
