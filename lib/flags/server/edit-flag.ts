import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { flag } from '@/drizzle/schema/flags'
import { recordTimeline } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { FlagDefinition, FlagTargeting, Key, type FlagView } from '../core/schema'
import { validateFlag } from '../core/validate-flag'
import { listEnvironments } from './environments'
import { keepVersion, lockFlag, readSegments, writeTargeting } from './flag-rows'
import { publishRevision } from './publish'
import { flagView, targetingsOf } from './reads'

export const EditFlagInput = z.strictObject({
  key: Key,
  expectedVersion: z.int(),
  owner: FlagDefinition.shape.owner.optional(),
  purpose: FlagDefinition.shape.purpose.optional(),
  endsOn: FlagDefinition.shape.endsOn.optional(),
  variants: FlagDefinition.shape.variants.optional(),
  defaultVariant: z.string().optional(),
  environments: z
    .record(
      z.string(),
      z.strictObject({
        state: FlagTargeting.shape.state.optional(),
        rules: FlagTargeting.shape.rules.optional(),
        otherwise: z.string().optional(),
      }),
    )
    .default({}),
})

/** Edits what a flag is and whom it serves. The rule of a live rollout stays where it is and as it is. */
export const editFlag = command<z.infer<typeof EditFlagInput>, FlagView>({
  name: 'flag.edit',
  permission: 'flag.edit',
  input: EditFlagInput,
  async run({ tx, actor, now }, input) {
    const row = await lockFlag(tx, actor.workspaceId, input.key)
    if (!row) return refuse('not-found', `There is no flag ${input.key} here.`)
    if (row.version !== input.expectedVersion)
      return refuse('stale-version', 'Somebody edited this flag meanwhile. Nothing was changed.', {
        remedy: 'Look again, then save.',
      })
    const environments = await listEnvironments(tx, actor.workspaceId)
    const before = await targetingsOf(tx, row, environments)
    const { owner, purpose, endsOn, variants, defaultVariant } = input
    const patch = Object.fromEntries(
      Object.entries({ owner, purpose, endsOn, variants, defaultVariant }).filter(([, value]) => value !== undefined),
    )
    const definition = FlagDefinition.parse({ ...row.definition, ...patch })
    const unknown = Object.keys(input.environments).find((key) => !environments.some((env) => env.key === key))
    if (unknown)
      return refuse('unknown-environment', `There is no environment ${unknown}.`, { field: `environments.${unknown}` })
    const segments = await readSegments(tx, actor.workspaceId)
    const after: Record<string, FlagTargeting> = {}
    for (const env of environments) {
      const old = before[env.key]
      if (!old) continue
      const wanted = input.environments[env.key]
      const targeting: FlagTargeting = {
        ...old,
        state: wanted?.state ?? old.state,
        rules: wanted?.rules ?? old.rules,
        otherwise: wanted?.otherwise ?? old.otherwise,
      }
      if (JSON.stringify(liveRule(old)) !== JSON.stringify(liveRule(targeting))) {
        return refuse('rollout-rule', 'The rule of a rollout is changed by the rollout alone.', {
          remedy: 'Keep the rule as it is; use the verbs of its rollout.',
          field: `environments.${env.key}.rules`,
        })
      }
      const valid = validateFlag(definition, targeting, segments)
      if (!valid.ok) return valid
      after[env.key] = targeting
      await writeTargeting(tx, {
        workspaceId: actor.workspaceId,
        flagId: row.id,
        environmentId: env.id,
        targeting,
        updatedAt: now,
      })
    }
    const edited = { ...row, version: row.version + 1, definition }
    await tx.update(flag).set({ version: edited.version, definition }).where(eq(flag.id, row.id))
    await keepVersion(tx, edited, after, actor.id, now)
    for (const env of environments) {
      const published = await publishRevision(tx, { workspaceId: actor.workspaceId, environmentId: env.id }, now)
      if (!published.ok) return published
    }
    await recordTimeline(tx, {
      workspaceId: actor.workspaceId,
      kind: 'flag.changed',
      occurredAt: now,
      recordedAt: now,
      flagKey: row.key,
      actor,
      title: `${actor.name} edited the flag ${row.key}`,
      data: { flag: row.key, version: edited.version },
    })
    return {
      ok: true,
      value: flagView(edited, environments, after),
      object: { kind: 'flag', id: row.id },
      detail: JSON.parse(
        JSON.stringify({
          before: { definition: row.definition, targeting: before },
          after: { definition, targeting: after },
        }),
      ),
      topics: [{ topic: 'flags', id: row.id, version: edited.version }],
    }
  },
})

const liveRule = (targeting: FlagTargeting) => targeting.rules.find((rule) => rule.kind === 'rollout') ?? null
