import { z } from 'zod'
import { Instant } from '@/lib/kernel/time'

export const VerdictCode = z.enum([
  'safe-so-far',
  'harm-ruled-out',
  'neutral',
  'too-early',
  'cannot-tell',
  'close-to-limit',
  'harmful',
  'harmful-for-segment',
  'comparison-broken',
  'outside-cause',
])
export type VerdictCode = z.infer<typeof VerdictCode>

/** What analysis says about one guardrail or goal, in the metric's own unit. Natural logs. */
export const MetricEvidence = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.string(),
  direction: z.enum(['lower', 'higher']),
  role: z.enum(['guardrail', 'goal']),
  code: VerdictCode,
  weight: z.number(),
  exposed: z.object({ units: z.int(), events: z.int(), rate: z.number().nullable() }),
  baseline: z.object({ units: z.int(), events: z.int(), rate: z.number().nullable() }),
  /** Exposed minus baseline, the always-valid band and the harm limit, as rates (0.003 = 3 per 1,000). */
  difference: z.object({ estimate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  limit: z.number().nullable(),
  /** The same limit as a rate ratio R0, frozen with `baselineFrozen` at Start. */
  ratioLimit: z.number(),
  baselineFrozen: z.number(),
  baselineMoved: z.boolean(),
  logE0: z.number(),
  logEm: z.number(),
  logProceed: z.number(),
  /** Start that carries most of the evidence. */
  since: Instant.nullable(),
  /** Smallest harm that would show on average with the data so far. */
  resolution: z.number().nullable(),
  /**
   * What the numbers are where they are no rates of people: then `rate`, `difference`, `limit`, `baselineFrozen` and
   * `resolution` are in the metric's own unit (200 = 200 ms), and `units` are people with a number.
   */
  form: z.enum(['mean', 'ratio', 'quantile']).optional(),
  /**
   * Why nothing is concluded: the usual level is being learnt, too few people, one person makes up too much, or the arms
   * differ in who has a value at all.
   */
  waiting: z.enum(['level', 'people', 'one-person', 'uneven']).optional(),
  /** Of a quantile: people above the usual value at its level, in both arms, and the ratio with its always-valid band. */
  tail: z
    .object({
      level: z.number(),
      threshold: z.number(),
      exposed: z.number().nullable(),
      baseline: z.number().nullable(),
      ratio: z.object({ estimate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
    })
    .optional(),
})
export type MetricEvidence = z.infer<typeof MetricEvidence>

/** When analysis expects to know: exposed people still needed, and hours at the present arrivals. */
export const Eta = z.object({
  unitsHave: z.int(),
  unitsNeed: z.int().nullable(),
  perHour: z.number(),
  hours: z.object({ p10: z.number(), p50: z.number(), p90: z.number() }).nullable(),
})
export type Eta = z.infer<typeof Eta>

/** The copy of analysis' conclusion that a rollout keeps and decides by. */
export const Verdict = z.object({
  code: VerdictCode,
  /** Since when this code has led. */
  since: Instant,
  at: Instant,
  /** ln of the global harm e-value Ē and of its whole-audience part G. */
  logE: z.number(),
  logG: z.number(),
  drivers: z.array(z.string()),
  alsoHolds: z.array(VerdictCode),
  /** Which cause, for comparison-broken: uneven-split, cross-exposure, old-data, uneven-lag, redefined. */
  cause: z.string().nullable(),
  metrics: z.array(MetricEvidence),
  srm: z.object({
    logE: z.number(),
    exposed: z.int(),
    baseline: z.int(),
    expectedShare: z.number(),
    level: z.enum(['ok', 'warn', 'alarm']),
  }),
  data: z.object({ lastEventAt: Instant.nullable(), ageS: z.number().nullable(), crossed: z.number() }),
  eta: Eta.nullable(),
  unitsExposed: z.int(),
  /** Exposed people of all strata of the present stage, where there are several: at least so many have it. */
  peopleMet: z.int().optional(),
  unitsBaseline: z.int(),
  /** Whether the present stage's information minimum is met. */
  enough: z.boolean(),
  /** Log position up to which deltas are in this verdict. */
  watermark: z.string(),
  inputHash: z.string(),
})
export type Verdict = z.infer<typeof Verdict>
