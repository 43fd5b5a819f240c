import { z } from 'zod'
import { ClusterId, FeedbackItemId, RolloutId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { HistoryView } from './schema-view'
import { SentimentLabel } from './schema-words'

export const ComplaintRate = z.object({
  /** People with at least one complaint, and people seen; null while they are fewer than the smallest group. */
  complainants: z.int().nullable(),
  people: z.int().nullable(),
  /** The rate with its 95 % band; null with nobody, or with too few to show. */
  perThousand: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** "What people said" about a rollout. */
export const RolloutFeedbackView = z.object({
  rolloutId: RolloutId,
  flagKey: z.string(),
  /** Groups of fewer people are not shown apart: their numbers are null. */
  minimumGroup: z.int(),
  exposed: ComplaintRate,
  baseline: ComplaintRate,
  /** How many times as often exposed people complain; null while too few wrote. */
  ratio: z.object({ value: z.number().nullable(), low: z.number(), high: z.number() }).nullable(),
  /** One sentence for the page. */
  sentence: z.string(),
  negativeShare: z.object({
    exposed: z.number().nullable(),
    baseline: z.number().nullable(),
    nExposed: z.int(),
    nBaseline: z.int(),
  }),
  items: z.int(),
  mixedItems: z.int(),
  unknownItems: z.int(),
  quotes: z.array(
    z.object({ id: FeedbackItemId, name: z.string(), text: z.string(), sentiment: SentimentLabel.nullable() }),
  ),
  clusters: z.array(
    z.object({
      id: ClusterId,
      name: z.string(),
      title: z.string(),
      people: z.int(),
      exposedPeople: z.int(),
    }),
  ),
})
export type RolloutFeedbackView = z.infer<typeof RolloutFeedbackView>

export const ClusterRow = z.object({
  id: ClusterId,
  name: z.string(),
  title: z.string(),
  version: z.int(),
  state: z.enum(['emerging', 'open', 'planned', 'shipped', 'told', 'regressed']),
  items: z.int(),
  people: z.int(),
  rising: z.boolean(),
  newPeople24h: z.int(),
  firstSeen: Instant,
  lastSeen: Instant,
  topTerms: z.array(z.string()),
  exposedPeople: z.int(),
  baselinePeople: z.int(),
})
export type ClusterRow = z.infer<typeof ClusterRow>
export const ClusterView = ClusterRow.extend({
  trend: z.array(z.object({ day: z.string(), people: z.int() })),
  quotes: z.array(z.object({ id: FeedbackItemId, name: z.string(), text: z.string() })),
  /** Parts with fewer people than this are left out of `slices`. */
  minimumGroup: z.int(),
  slices: z.array(z.object({ dimension: z.string(), value: z.string(), people: z.int(), share: z.number() })),
  flags: z.array(z.object({ flagKey: z.string(), exposed: z.int(), baseline: z.int() })),
  maybeSame: z.array(z.object({ id: ClusterId, name: z.string(), title: z.string(), similarity: z.number() })),
  history: z.array(HistoryView),
})
export type ClusterView = z.infer<typeof ClusterView>
