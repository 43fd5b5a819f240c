import { type FlagView, type RolloutServing } from '@/lib/flags/core/schema'
import { ruleLine } from '@/lib/flags/core/sentences'
import { stopOf } from '@/lib/flags/core/stops'
import { estimateFlag } from '@/lib/flags/server/explain-flag'
import { findEnvironment, type EnvironmentRow } from '@/lib/flags/server/environments'
import { readFlag } from '@/lib/flags/server/reads'
import { targetingWith } from '@/lib/flags/server/serve-rollout'
import { type Member } from '@/lib/kernel/actor'
import { type Runtime } from '@/lib/platform/runtime'
import { armsOf } from '@/lib/rollouts/core/arms'
import { audienceOf } from '@/lib/rollouts/core/audience'
import { planPreview, type PlanPreview } from '@/lib/rollouts/core/plan-preview'
import { type DraftForm, type DraftView } from '@/lib/rollouts/core/schema'
import { numberOf, optional } from '@/lib/rollouts/core/stage-fields'
import { sampleExposureDays } from '@/lib/telemetry/server/exposure-days'

const DAYS = 30

/** Whom a draft would have reached in the last 30 days: the people on record, through the rules it would stand behind. */
export async function previewDraft(runtime: Runtime, actor: Member, { form }: DraftView): Promise<PlanPreview> {
  const { db } = runtime.database
  const environment = await findEnvironment(db, actor.workspaceId, form.environment)
  const flag = await readFlag(db, actor.workspaceId, form.flag)
  const targeting = flag?.environments[form.environment]?.targeting
  if (!environment || !flag || !targeting) return unknown('Choose flag and environment first.')
  if (targeting.state === 'DISABLED' || stopOf(targeting))
    return unknown('Exposure of the flag is stopped or disabled here, so nobody would come.')
  const stages = form.stages.map(({ weight }) => ({ weight: numberOf(weight) }))
  const holdback = optional(form.holdback) ?? 0
  if ([...stages.map(({ weight }) => weight), holdback].some((n) => !(n >= 0 && n <= 100)))
    return unknown('A stage has no share that could be counted yet.')
  const sample = await people(runtime, environment, form)
  if (!sample) return unknown('There are too many records of the last days to read at once.')
  const serving = servingOf(form, flag)
  if (!serving) return unknown('Say first which variant people are to get.')
  const { rules } = targetingWith(targeting, { kind: 'rollout', serving })
  const place = { workspaceId: actor.workspaceId, key: flag.key, environment: environment.key }
  const { contexts } = sample
  const asked = { draft: { rules }, sample: { people: contexts.length, contexts }, now: runtime.now() }
  const counted = await estimateFlag(db, { ...place, ...asked })
  if (!counted.ok) return unknown(counted.message)
  const before = rules.findIndex(({ kind }) => kind === 'rollout')
  const lines = rules.slice(0, before).map(ruleLine)
  const { byRule, unknown: missing } = counted.value
  const facts = { of: sample.of, asked: sample.asked, days: sample.days, byRule, lines, unknown: missing }
  return planPreview({ stages, holdback }, facts)
}

const unknown = (why: string): PlanPreview => ({ known: false, why })

/** Those who met the flag; while nobody has, those who met any flag here. Where 30 days are too much, the last one. */
async function people({ database: { db }, now }: Runtime, environment: EnvironmentRow, { flag }: DraftForm) {
  const place = { workspaceId: environment.workspaceId, environmentId: environment.id }
  for (const days of [DAYS, 1]) {
    const own = await sampleExposureDays(db, { ...place, flag }, { days, now: now() })
    if (own && own.days.length > 0) return { ...own, of: 'flag' as const, asked: days }
    const all = own && (await sampleExposureDays(db, { ...place, flag: null }, { days, now: now() }))
    if (all) return { ...all, of: 'any-flag' as const, asked: days }
  }
  return null
}

/** Ids and salt stand for those it will have: who comes does not depend on them. */
function servingOf(form: DraftForm, flag: FlagView): RolloutServing | null {
  const { exposedVariant } = form
  const arms = armsOf(flag, { exposedVariant: exposedVariant === '' ? undefined : exposedVariant })
  if (!arms.ok) return null
  const ids = { rolloutId: 'rol_preview00000', stageId: 'stg_preview00000', salt: 'preview' } as const
  return { ...ids, ...arms.value, share: 1000, audience: audienceOf(form) }
}
