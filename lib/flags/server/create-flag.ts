import { z } from 'zod'
import { flag } from '@/drizzle/schema/flags'
import { recordTimeline } from '@/lib/governance/server/contract'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { answersOtherwise } from '../core/hold'
import { EditableTargeting, FlagDefinition, FlagNote, type FlagTargeting, type FlagView } from '../core/schema'
import { validateFlag } from '../core/validate-flag'
import { listEnvironments, type EnvironmentRow } from './environments'
import { keepVersion, readSegments, writeTargeting } from './flag-rows'
import { planHeld } from './plan'
import { flagTopics, publishAll } from './save-flag'
import { flagView } from './reads'

export const CreateFlagInput = FlagDefinition.extend({
  defaultVariant: z.string().optional(),
  variants: FlagDefinition.shape.variants.optional(),
  owner: FlagDefinition.shape.owner.optional(),
  purpose: FlagDefinition.shape.purpose.default(''),
  endsOn: FlagDefinition.shape.endsOn.default(null),
  note: FlagNote.default(''),
  environments: z.record(z.string(), EditableTargeting).default({}),
}).strict()

const BOOLEAN = { variants: { on: true, off: false }, defaultVariant: 'off' }

export const createFlag = command<z.infer<typeof CreateFlagInput>, FlagView>({
  name: 'flag.create',
  permission: 'flag.edit',
  input: CreateFlagInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const { environments: asked, note, ...fields } = input
    const variants = fields.variants ?? (fields.type === 'boolean' ? BOOLEAN.variants : {})
    const definition: FlagDefinition = {
      ...fields,
      variants,
      defaultVariant:
        fields.defaultVariant ??
        (fields.type === 'boolean' ? BOOLEAN.defaultVariant : (Object.keys(variants)[0] ?? '')),
      owner: fields.owner ?? actor.name,
    }
    const environments = await listEnvironments(tx, actor.workspaceId)
    const unknown = Object.keys(asked).find((key) => !environments.some((env) => env.key === key))
    if (unknown)
      return refuse('unknown-environment', `There is no environment ${unknown}.`, { field: `environments.${unknown}` })
    const segments = await readSegments(tx, actor.workspaceId)
    const [row] = await tx
      .insert(flag)
      .values({
        id: newId('flg'),
        workspaceId: actor.workspaceId,
        key: definition.key,
        version: 1,
        definition,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning()
    if (!row) return refuse('already-exists', `There is a flag ${definition.key} already.`, { field: 'key' })
    const targetings: Record<string, FlagTargeting> = {}
    for (const env of environments) {
      const wanted = asked[env.key]
      const targeting: FlagTargeting = {
        state: wanted?.state ?? 'ENABLED',
        rules: wanted?.rules ?? [],
        otherwise: wanted?.otherwise ?? definition.defaultVariant,
        stopped: null,
      }
      if (targeting.rules.some((rule) => rule.kind === 'rollout')) {
        return refuse('rollout-rule', 'A rollout rule is made by starting a rollout.', {
          field: `environments.${env.key}.rules`,
        })
      }
      const valid = validateFlag(definition, targeting, segments)
      if (!valid.ok) return valid
      targetings[env.key] = targeting
      const held = refuseHeld(env, { definition, targeting }, now)
      if (held) return held
      await writeTargeting(tx, {
        workspaceId: actor.workspaceId,
        flagId: row.id,
        environmentId: env.id,
        targeting,
        updatedAt: now,
      })
    }
    await keepVersion(tx, row, targetings, { actor, change: 'created', note }, now)
    const refused = await publishAll(
      context,
      environments.map(({ id }) => id),
    )
    if (refused) return refused
    await recordTimeline(tx, {
      workspaceId: actor.workspaceId,
      kind: 'flag.changed',
      occurredAt: now,
      recordedAt: now,
      flagKey: row.key,
      actor,
      title: `${actor.name} created the flag ${row.key}`,
      data: { flag: row.key, version: 1 },
    })
    return {
      ok: true,
      value: flagView(row, environments, targetings),
      object: { kind: 'flag', id: row.id },
      detail: { after: JSON.parse(JSON.stringify(definition)) },
      topics: flagTopics(row),
    }
  },
})

/** A flag that nobody knows yet may come to a held environment as long as it gives everyone there its safe variant. */
function refuseHeld(
  environment: EnvironmentRow,
  { definition, targeting }: { definition: FlagDefinition; targeting: FlagTargeting },
  now: Instant,
): Refusal | null {
  const safe: FlagTargeting = { state: 'ENABLED', rules: [], otherwise: definition.defaultVariant, stopped: null }
  if (!answersOtherwise({ definition, targeting: safe }, { definition, targeting })) return null
  const held = planHeld({ places: [environment] }, { now, isSigned: false })
  const remedy = 'Create it with the safe variant for everyone there, and change its rules afterwards'
  return held && { ...held, remedy, field: undefined }
}
