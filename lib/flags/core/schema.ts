import { z } from 'zod'
import { EnvironmentId, FlagId, RolloutId, SegmentId, StageId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { SHARE_TOTAL } from './shares'

/** Keys people type in code: short, ASCII, safe in URLs and documents. */
export const Key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,98}$/i, { error: 'letters, digits, dot, dash or underscore, at most 99' })

export const FlagType = z.enum(['boolean', 'string', 'number', 'object'])
export type FlagType = z.infer<typeof FlagType>

const JsonObject = z.record(z.string().max(100), z.json())
export const VariantValue = z.union([z.boolean(), z.string().max(10_000), z.number(), JsonObject])
export type VariantValue = z.infer<typeof VariantValue>

/** Variants by name; all values have the flag's type. `control` is reserved: the compiler adds it. */
export const Variants = z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,49}$/i), VariantValue)
export type Variants = z.infer<typeof Variants>

export const Attribute = z.string().regex(/^[A-Za-z_][\w.-]{0,99}$/)
const Scalar = z.union([z.string().max(1000), z.number(), z.boolean()])

/** Who a rule is about: attributes of the evaluation context, segments, and their combinations. */
export type Condition =
  /** A prerequisite: another flag of the same environment gives this person one of these variants. */
  | { flag: string; variants: string[] }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { segment: string }
  | { attribute: string; op: ConditionOp; values: (string | number | boolean)[] }
export const ConditionOp = z.enum([
  'in',
  'not-in',
  'contains',
  'starts-with',
  'ends-with',
  'greater',
  'greater-or-equal',
  'less',
  'less-or-equal',
  'version-equal',
  'version-greater',
  'version-greater-or-equal',
  'version-less',
  'version-less-or-equal',
  'version-same-major',
  'version-same-minor',
  'present',
  'absent',
])
export type ConditionOp = z.infer<typeof ConditionOp>
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1).max(50) }),
    z.strictObject({ any: z.array(Condition).min(1).max(50) }),
    z.strictObject({ not: Condition }),
    z.strictObject({ segment: Key }),
    z.strictObject({ flag: Key, variants: z.array(z.string().min(1).max(50)).min(1).max(50) }),
    z.strictObject({ attribute: Attribute, op: ConditionOp, values: z.array(Scalar).max(1000) }),
  ]),
)

export { SHARE_TOTAL }
export const Share = z.int().min(0).max(SHARE_TOTAL)

/**
 * What a rollout serves now. `share` of the eligible people get `exposedVariant`, the rest `control` (the safe value,
 * the baseline cohort). A stopped rollout serves the safe variant to all and puts nobody into a cohort.
 */
export const RolloutServing = z.object({
  rolloutId: RolloutId,
  stageId: StageId,
  salt: z.string(),
  exposedVariant: z.string(),
  safeVariant: z.string(),
  share: Share,
  audience: Condition.nullable(),
})
export type RolloutServing = z.infer<typeof RolloutServing>

export const Rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('serve'), when: Condition.nullable(), variant: z.string() }),
  z.strictObject({
    kind: z.literal('split'),
    when: Condition.nullable(),
    salt: z.string().min(1).max(100),
    weights: z
      .array(z.tuple([z.string(), Share]))
      .min(1)
      .max(20),
  }),
  /** The one live rollout of a flag and environment; its place in the list is its precedence. */
  z.strictObject({ kind: z.literal('rollout'), serving: RolloutServing }),
])
export type Rule = z.infer<typeof Rule>

/** Who stopped exposure on the flag itself (kill switch), when and why. */
export const HandStop = z.object({
  variant: z.string(),
  at: Instant,
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  note: z.string().max(1000),
})
export type HandStop = z.infer<typeof HandStop>

/**
 * How one flag is served in one environment. Two stops win over every rule: `stopped` is its rollout's and ends when the
 * rollout says so; `handStop` is set on the flag itself and only lifted there, whatever a rollout publishes meanwhile.
 */
export const FlagTargeting = z.object({
  state: z.enum(['ENABLED', 'DISABLED']),
  rules: z.array(Rule).max(100),
  otherwise: z.string(),
  stopped: z.object({ variant: z.string() }).nullable(),
  handStop: HandStop.nullable().optional(),
})
export type FlagTargeting = z.infer<typeof FlagTargeting>

/** What people may write of it; the rest is set by stops and rollouts. */
export const EditableTargeting = z.strictObject({
  state: FlagTargeting.shape.state.optional(),
  rules: FlagTargeting.shape.rules.optional(),
  otherwise: z.string().optional(),
})
export type EditableTargeting = z.infer<typeof EditableTargeting>

/** Why something was done, in the words of who did it. */
export const FlagNote = z.string().max(1000)

export const Segment = z.object({ key: Key, name: z.string().min(1).max(100), rule: Condition })
export type Segment = z.infer<typeof Segment>

export const SegmentView = Segment.extend({
  id: SegmentId,
  version: z.int(),
  /** Flags by key, and segments as `segment <key>`, that name it. */
  usedBy: z.array(z.string()),
})
export type SegmentView = z.infer<typeof SegmentView>

/** What became of each flag when many were changed at once; those that were refused are as they were. */
export type ChangedFlags = { done: string[]; refused: { key: string; code: string; message: string }[] }

/** The naming rule in force; version 0 is the one nobody chose. */
export type NamingView = { rule: NamingRule; version: number }

/** What a flag is for; a kill switch and a permission flag are not meant to be removed. */
export const FlagKind = z.enum(['release', 'experiment', 'operations', 'kill-switch', 'permission'])
export type FlagKind = z.infer<typeof FlagKind>

export const Tag = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'small letters, digits and dashes, at most 40' })

/** How a workspace wants flags to be called. A lint: it warns and never refuses. */
export const NamingRule = z.strictObject({
  style: z.enum(['any', 'kebab', 'snake', 'dots', 'camel']),
  /** One of these must come first; none: anything may. */
  prefixes: z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,29}$/i)).max(50),
  lengthMax: z.int().min(5).max(99),
})
export type NamingRule = z.infer<typeof NamingRule>

export const FlagDefinition = z.object({
  key: Key,
  /** A few words for people; the key is for code. */
  name: z.string().max(100).default(''),
  kind: FlagKind.default('release'),
  /** Declared to stay: never stale, never ready to remove. */
  permanent: z.boolean().default(false),
  expectedImpact: z.string().max(1000).default(''),
  tags: z.array(Tag).max(20).default([]),
  /** When its owner said that no code asks for it any more. */
  removedOn: z.iso.date().nullable().default(null),
  type: FlagType,
  variants: Variants,
  /** The safe variant: served by default and when exposure stops. */
  defaultVariant: z.string(),
  owner: z.string().min(1).max(100),
  purpose: z.string().max(1000),
  endsOn: z.iso.date().nullable(),
})
export type FlagDefinition = z.infer<typeof FlagDefinition>

export const FlagView = FlagDefinition.extend({
  id: FlagId,
  version: z.int(),
  createdAt: Instant,
  environments: z.record(z.string(), z.object({ environmentId: EnvironmentId, targeting: FlagTargeting })),
})
export type FlagView = z.infer<typeof FlagView>

/** Which stage a revision served, kept with each config snapshot: evidence finds its stage by it (architecture §6). */
export const StageServed = z.object({
  rolloutId: RolloutId,
  stageId: StageId,
  share: Share,
  exposedVariant: z.string(),
  /** To tell whether a record's arm is the one that the hash gives. */
  salt: z.string(),
  /** Under what evidence is counted once who is eligible changed in the middle of the stage; else the stage itself. */
  stratumId: StageId.optional(),
})
export type StageServed = z.infer<typeof StageServed>
