import { z } from 'zod'
import { FeedbackCounts } from '@/lib/feedback/core/schema'
import { Instant } from '@/lib/kernel/time'
import { NEED_KINDS } from '@/lib/notifications/core/needs'
import { type OverviewView as Overview } from '@/lib/notifications/core/schema'
import { DecidedByView, GateView, RolloutRow, type RolloutNeed } from '@/lib/rollouts/core/schema'

const Need: z.ZodType<RolloutNeed> = RolloutRow.extend({
  halted: z.object({ by: DecidedByView.shape.kind, name: z.string(), verb: z.string(), at: Instant }).nullable(),
  driver: z.string().nullable(),
  gates: z.array(GateView),
  since: Instant,
  peopleExposed: z.int(),
})

/** The overview of whoever asks. */
export const OverviewView: z.ZodType<Overview> = z.object({
  needs: z.array(
    z.object({
      kind: z.enum(NEED_KINDS),
      word: z.string(),
      object: z.object({
        kind: z.enum(['incident', 'rollout', 'cluster', 'flag', 'segment', 'stale-flags']),
        name: z.string(),
      }),
      title: z.string(),
      why: z.string(),
      at: Instant.nullable(),
      action: z.string(),
    }),
  ),
  answer: z.string(),
  rollouts: z.array(Need),
  feedback: FeedbackCounts.nullable(),
  since: z
    .object({ at: Instant, decisions: z.int(), deployments: z.int(), incidents: z.int(), feedback: z.int() })
    .nullable(),
  week: z.string().nullable(),
  now: Instant,
})

/** What the palette finds. */
export const SearchAnswer = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      detail: z.string(),
      href: z.string(),
      verbs: z.array(z.object({ label: z.string(), verb: z.string() })).optional(),
    }),
  ),
})

/** Status for balancers and people. */
export const HealthView = z.object({
  status: z.enum(['ok', 'degraded']),
  postgres: z.enum(['up', 'down']),
  revision: z.record(z.string(), z.int()),
  staleSince: Instant.optional(),
  version: z.string(),
  processes: z.record(z.string(), z.object({ state: z.string(), restarts: z.int() })),
})

/** A refusal as RFC 9457 writes it; `code` is the word that stays. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  field: z.string().optional(),
  remedy: z.string().optional(),
  retryAfterS: z.number().optional(),
  requestId: z.string().optional(),
})
