import { z } from 'zod'
import { isTimeZone } from '@/lib/kernel/format-time'
import { FeedbackItemId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { StateKind } from './schema-words'

/**
 * How a clock stands: `at-risk` from three quarters of its time, `paused` while the item waits for them, `met` and
 * `missed` once what it counts was done in time or late.
 */
export const ClockState = z.enum(['on-track', 'at-risk', 'breached', 'paused', 'met', 'missed'])
export type ClockState = z.infer<typeof ClockState>

export const DueClock = z.object({
  state: ClockState,
  /** Null while it is paused: nobody knows how long they take. */
  dueAt: Instant.nullable(),
  metAt: Instant.nullable(),
})

/** What is owed on an item: the first answer and the end of it. `state` is the worse of what still runs. */
export const DueView = z.object({ state: ClockState, first: DueClock.optional(), solve: DueClock.optional() })
export type DueView = z.infer<typeof DueView>

/** A length of time: on the clock of the wall, or of the hours in which the house works. */
export const SlaTarget = z.strictObject({
  amount: z.int().min(1).max(1000),
  unit: z.enum(['minutes', 'hours', 'business-hours', 'business-days']),
})
export type SlaTarget = z.infer<typeof SlaTarget>

export const SlaTargets = z.strictObject({
  /** Until somebody answers them. Null: no target. */
  first: SlaTarget.nullable(),
  /** Until it is closed. */
  solve: SlaTarget.nullable(),
})

export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'A time such as 09:00.')

/** When the house works. */
export const BusinessCalendar = z
  .strictObject({
    timeZone: z.string().max(60).refine(isTimeZone, { error: 'A time zone such as Europe/Berlin.' }),
    /** 1 is Monday, 7 is Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: TimeOfDay,
    to: TimeOfDay,
    holidays: z.array(z.iso.date()).max(200),
  })
  .refine(({ from, to }) => from < to, { error: 'The day ends after it begins.', path: ['to'] })
export type BusinessCalendar = z.infer<typeof BusinessCalendar>

/** How soon people are answered, by priority. */
export const SlaPolicy = z.strictObject({
  targets: z.strictObject({ urgent: SlaTargets, high: SlaTargets, normal: SlaTargets, low: SlaTargets }),
  calendar: BusinessCalendar,
})
export type SlaPolicy = z.infer<typeof SlaPolicy>

/** Version 0 is what Soundings comes with. */
export const SlaPolicyView = z.object({ policy: SlaPolicy, version: z.int() })
export type SlaPolicyView = z.infer<typeof SlaPolicyView>

export const EditSlaInput = z.strictObject({ policy: SlaPolicy, expectedVersion: z.int() })
export type EditSlaInput = z.infer<typeof EditSlaInput>

/** An item that another one may be merged into, with why it is offered. */
export const MergeTargetView = z.object({
  id: FeedbackItemId,
  name: z.string(),
  excerpt: z.string(),
  state: StateKind,
  because: z.enum(['named', 'same-person', 'same-cluster', 'similar', 'words']),
  receivedAt: Instant,
})
export type MergeTargetView = z.infer<typeof MergeTargetView>
