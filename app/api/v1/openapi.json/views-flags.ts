import { z } from 'zod'
import { type FlagVersionView } from '@/lib/flags/core/flag-detail'
import { DatedFreeze, WeeklyFreeze } from '@/lib/flags/core/freeze'
import { type Seen } from '@/lib/flags/core/lifecycle'
import { NamingRule, type ChangedFlags as Changed, type NamingView as Naming } from '@/lib/flags/core/schema'
import { type EnvironmentRow } from '@/lib/flags/server/environments'
import { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

/** Shapes of answers that nobody but REST parses; each is held to the type that the room answers with. */
export const EnvironmentView: z.ZodType<EnvironmentRow> = z.object({
  id: EnvironmentId,
  workspaceId: WorkspaceId,
  key: z.string(),
  name: z.string(),
  position: z.int(),
  revision: z.int(),
  fourEyes: z.enum(['demanded', 'off']),
  approvalsMin: z.int(),
  freezes: z.array(DatedFreeze),
  weeklyFreezes: z.array(WeeklyFreeze),
  version: z.int(),
  bucketing: z.literal('v2'),
  confirmWithinS: z.int(),
  createdAt: Instant,
})

export const NamingView: z.ZodType<Naming> = z.object({ rule: NamingRule, version: z.int() })

export const ChangedFlags: z.ZodType<Changed> = z.object({
  done: z.array(z.string()),
  refused: z.array(z.object({ key: z.string(), code: z.string(), message: z.string() })),
})

export const FlagSeen: z.ZodType<Seen> = z.object({
  environment: z.string(),
  variant: z.string(),
  firstAt: Instant,
  lastAt: Instant,
})

const FieldChange = z.object({ field: z.string(), before: z.string(), after: z.string() })
const PlaceDiff = z.object({
  key: z.string(),
  name: z.string(),
  lines: z.array(z.object({ kind: z.enum(['gone', 'new', 'same']), text: z.string() })),
})
const RestoredPlace = PlaceDiff.extend({ opensStratum: z.boolean() })
export const FlagHistoryEntry: z.ZodType<FlagVersionView> = z.object({
  version: z.int(),
  change: z.string(),
  by: z.string(),
  note: z.string(),
  at: Instant,
  fields: z.array(FieldChange),
  environments: z.array(PlaceDiff),
  restores: z.object({ fields: z.array(FieldChange), environments: z.array(RestoredPlace) }),
})

const shown = { rule: z.string().nullable(), value: z.json() }
/** Which rule gave somebody their variant. */
export const ExplainedFlag = z.discriminatedUnion('because', [
  z.object({ because: z.literal('disabled'), ...shown }),
  z.object({ because: z.enum(['stopped', 'otherwise']), variant: z.string(), ...shown }),
  z.object({
    because: z.literal('rule'),
    index: z.int(),
    variant: z.string(),
    bucket: z.number().nullable(),
    ...shown,
  }),
])

/** OFREP's answer for one flag. */
export const FlagAnswer = z.object({
  key: z.string(),
  value: z.json(),
  variant: z.string().optional(),
  reason: z.string(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
export const NoFlagAnswer = z.object({ key: z.string(), errorCode: z.string(), errorDetails: z.string().optional() })
