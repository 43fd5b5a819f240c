import { z } from 'zod'
import { canonicalJson } from '@/lib/kernel/hash'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import {
  EditableTargeting,
  FlagDefinition,
  FlagNote,
  Key,
  type FlagTargeting,
  type FlagView,
  type Rule,
} from '../core/schema'
import { validateFlag } from '../core/validate-flag'
import { listEnvironments } from './environments'
import { lockFlag, readSegments } from './flag-rows'
import { carryOut, notFound, type EditContext, type Planned } from './plan'
import { flagPlan, withTargetings } from './save-flag'

const { key: _key, type: _type, ...fields } = FlagDefinition.shape
/** Without their defaults: what is not said stays as it is. */
const editable = {
  name: fields.name.unwrap(),
  kind: fields.kind.unwrap(),
  permanent: fields.permanent.unwrap(),
  expectedImpact: fields.expectedImpact.unwrap(),
  tags: fields.tags.unwrap(),
  removedOn: fields.removedOn.unwrap(),
  owner: fields.owner,
  purpose: fields.purpose,
  endsOn: fields.endsOn,
  variants: fields.variants,
  defaultVariant: fields.defaultVariant,
}

export const EditFlagInput = z.strictObject({
  ...z.object(editable).partial().shape,
  key: Key,
  expectedVersion: z.int(),
  note: FlagNote.default(''),
  environments: z.record(z.string(), EditableTargeting).default({}),
})

/** Edits what a flag is and whom it serves. The rule of a live rollout may change its place, nothing else of it. */
export const editFlag = command<z.infer<typeof EditFlagInput>, FlagView>({
  name: 'flag.edit',
  permission: 'flag.edit',
  input: EditFlagInput,
  run: async (context, input) => carryOut(context, await planEdit(context, input)),
})

/** What the edit would do, where it fits what is there. */
export async function planEdit(context: EditContext, input: z.infer<typeof EditFlagInput>): Promise<Planned<FlagView>> {
  const { tx, actor } = context
  const row = await lockFlag(tx, actor.workspaceId, input.key)
  if (!row) return notFound(`flag ${input.key}`)
  if (row.version !== input.expectedVersion) return staleVersion
  const environments = await listEnvironments(tx, actor.workspaceId)
  const before = await withTargetings(context, row, environments)
  const { key: _, expectedVersion: __, note, environments: asked, ...wanted } = input
  const patch = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const definition = FlagDefinition.parse({ ...row.definition, ...patch })
  const unknown = Object.keys(asked).find((name) => !environments.some((env) => env.key === name))
  if (unknown) return unknownEnvironment(unknown)
  const segments = await readSegments(tx, actor.workspaceId)
  const targetings: Record<string, FlagTargeting> = {}
  for (const [name, old] of Object.entries(before.targetings)) {
    const rules = withLiveRule(old.rules, asked[name]?.rules ?? old.rules, `environments.${name}.rules`)
    if (!rules.ok) return rules
    const targeting: FlagTargeting = {
      ...old,
      state: asked[name]?.state ?? old.state,
      rules: rules.value,
      otherwise: asked[name]?.otherwise ?? old.otherwise,
    }
    const valid = validateFlag(definition, targeting, segments)
    if (!valid.ok) return { ...valid, field: `environments.${name}.${valid.field ?? ''}` }
    targetings[name] = targeting
  }
  const title = `${actor.name} edited the flag ${row.key}`
  return flagPlan(context, before, { definition, targetings, change: 'edited', note, title })
}

export const staleVersion = refuse('stale-version', 'Somebody edited this flag meanwhile. Nothing was changed.', {
  remedy: 'Look again, then save.',
})

export const unknownEnvironment = (key: string) =>
  refuse('unknown-environment', `There is no environment ${key}.`, { field: `environments.${key}` })

/**
 * The wanted rules with the live rollout's rule as it is now: its share may have grown while somebody wrote, which is no
 * conflict. Refuses to make, drop or change such a rule.
 */
export function withLiveRule(now: readonly Rule[], wanted: readonly Rule[], field: string): Outcome<Rule[]> {
  const live = now.find((rule) => rule.kind === 'rollout')
  const written = wanted.filter((rule) => rule.kind === 'rollout')
  const isKept = live
    ? written.length === 1 && written.every((rule) => isSameRollout(rule, live))
    : written.length === 0
  if (!isKept) {
    return refuse('rollout-rule', 'The rule of a rollout is changed by the rollout alone.', {
      remedy: 'Keep the rule as it is; use the verbs of its rollout.',
      field,
    })
  }
  return { ok: true, value: wanted.map((rule) => (rule.kind === 'rollout' && live ? live : rule)) }
}

type RolloutRule = Extract<Rule, { kind: 'rollout' }>

/** All but what moves by itself: the stage and its share. */
function isSameRollout({ serving: a }: RolloutRule, { serving: b }: RolloutRule): boolean {
  const moved = { stageId: b.stageId, share: b.share }
  return canonicalJson({ ...a, ...moved }) === canonicalJson(b)
}
