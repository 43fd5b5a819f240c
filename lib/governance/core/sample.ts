import { z } from 'zod'
import { UserId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

/**
 * What a workspace carries as a sample: everything that hangs on these roots goes when the sample is removed. What people
 * make beside it is theirs and stays.
 */
export const Sample = z.object({
  state: z.enum(['making', 'ready', 'failed']),
  /** How much of its story is told, from 0 to 1. */
  share: z.number(),
  since: Instant,
  flags: z.array(z.string()),
  metrics: z.array(z.string()),
  policies: z.array(z.string()),
  /** People of the sample who cannot sign in. */
  members: z.array(UserId),
})
export type Sample = z.infer<typeof Sample>

/** A sample that nobody has begun to make. */
export const emptySample = (since: Sample['since']): Sample => ({
  state: 'making',
  share: 0,
  since,
  flags: [],
  metrics: [],
  policies: [],
  members: [],
})

/** The typed word is checked without looking at capitals and outer blanks. */
export const RemoveSampleInput = z.strictObject({ confirm: z.string().max(200) })
export type RemoveSampleInput = z.infer<typeof RemoveSampleInput>
