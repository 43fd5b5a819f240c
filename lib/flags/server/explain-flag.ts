import { z } from 'zod'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { explain, type Explanation } from '../core/explain'
import { estimateChange, type ChangeEstimate, type MetSample } from '../core/estimate'
import { EditableTargeting, Key, type FlagTargeting } from '../core/schema'
import { ruleLine } from '../core/sentences'
import { findEnvironment } from './environments'
import { readSegments, readServed, type ServedFlag } from './flag-rows'

const CONTEXT_MAX = 50

export const ExplainInput = z.strictObject({
  key: Key,
  environment: Key,
  targetingKey: z.string().max(500).optional(),
  attributes: z
    .record(z.string().max(100), z.union([z.string().max(1000), z.number(), z.boolean()]))
    .refine((all) => Object.keys(all).length <= CONTEXT_MAX, { error: `${CONTEXT_MAX} attributes are the most` })
    .default({}),
  /** Rules that are being written, instead of those in force. */
  draft: EditableTargeting.optional(),
})
export type ExplainInput = z.input<typeof ExplainInput>

/** Why one person gets what they get, with the rule in words. */
export type ExplainedFlag = Explanation & { rule: string | null; value: unknown }

type Place = { workspaceId: WorkspaceId; key: string; environment: string }
type Surroundings = { flag: ServedFlag; others: ServedFlag[] }

/** Through the very evaluator that serves clients. */
export async function explainFlag(
  db: Db,
  workspaceId: WorkspaceId,
  input: unknown,
  now: Instant,
): Promise<Outcome<ExplainedFlag>> {
  const parsed = ExplainInput.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('invalid-input', issue?.message ?? 'The input has a wrong form.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  const { key, environment, targetingKey, attributes, draft } = parsed.data
  const found = await surroundingsOf(db, { workspaceId, key, environment })
  if (!found.ok) return found
  const { flag, others } = found.value
  const targeting = { ...flag.targeting, ...onlySaid(draft ?? {}) }
  const context = { ...attributes, ...(targetingKey === undefined ? {} : { targetingKey }) }
  const segments = await readSegments(db, workspaceId)
  const why = explain({ ...flag, targeting }, segments, context, toMs(now) / 1000, others)
  if (!why.ok) return why
  const rule = why.value.because === 'rule' ? targeting.rules[why.value.index] : undefined
  const index = why.value.because === 'rule' ? why.value.index : 0
  const value = why.value.because === 'disabled' ? null : valueOf(flag, targeting, why.value.variant)
  return { ok: true, value: { ...why.value, rule: rule ? ruleLine(rule, index) : null, value } }
}

/** How many people a day a draft gives something else, from a sample of those who met the flag. */
export async function estimateFlag(
  db: Db,
  { draft, sample, now, ...place }: Place & { draft: EditableTargeting; sample: MetSample; now: Instant },
): Promise<Outcome<ChangeEstimate>> {
  const found = await surroundingsOf(db, place)
  if (!found.ok) return found
  const { flag, others } = found.value
  const segments = await readSegments(db, place.workspaceId)
  const after = { ...flag.targeting, ...onlySaid(draft) }
  const surroundings = { segments, others, nowS: toMs(now) / 1000 }
  return estimateChange(flag.definition, { before: flag.targeting, after }, surroundings, sample)
}

const onlySaid = ({ state, rules, otherwise }: EditableTargeting): Partial<FlagTargeting> => ({
  ...(state === undefined ? {} : { state }),
  ...(rules === undefined ? {} : { rules }),
  ...(otherwise === undefined ? {} : { otherwise }),
})

async function surroundingsOf(db: Db, { workspaceId, key, environment }: Place): Promise<Outcome<Surroundings>> {
  const place = await findEnvironment(db, workspaceId, environment)
  if (!place) return refuse('not-found', `There is no environment ${environment} here.`)
  const all = await readServed(db, workspaceId, place.id)
  const flag = all.find(({ definition }) => definition.key === key)
  if (!flag) return refuse('not-found', `There is no flag ${key} here.`)
  return { ok: true, value: { flag, others: all.filter((other) => other !== flag) } }
}

function valueOf({ definition }: ServedFlag, { rules }: FlagTargeting, variant: string): unknown {
  const rollout = rules.find((rule) => rule.kind === 'rollout')
  return definition.variants[variant] ?? definition.variants[rollout?.serving.safeVariant ?? ''] ?? null
}
