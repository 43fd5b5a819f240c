import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { flagVersion } from '@/drizzle/schema/flags'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { fullDefinition } from '../core/definition'
import { withRulesOf } from '../core/rules-of'
import { FlagNote, Key, type FlagTargeting, type FlagView } from '../core/schema'
import { validateFlag } from '../core/validate-flag'
import { staleVersion, unknownEnvironment } from './edit-flag'
import { listEnvironments } from './environments'
import { lockFlag, readSegments } from './flag-rows'
import { carryOut, notFound, type EditContext, type Planned } from './plan'
import { flagPlan, withTargetings } from './save-flag'

export const RestoreVersionInput = z.strictObject({
  key: Key,
  version: z.int().min(1).max(2_147_483_647),
  expectedVersion: z.int(),
  note: FlagNote.default(''),
})

/** Makes an earlier version the next one. Rollouts and stops of now stay as they are: they have verbs of their own. */
export const restoreVersion = command<z.infer<typeof RestoreVersionInput>, FlagView>({
  name: 'flag.restore-version',
  permission: 'flag.edit',
  input: RestoreVersionInput,
  run: async (context, input) => carryOut(context, await planRestore(context, input)),
})

/** What restoring would do. */
export async function planRestore(
  context: EditContext,
  input: z.infer<typeof RestoreVersionInput>,
): Promise<Planned<FlagView>> {
  const { tx, actor } = context
  const row = await lockFlag(tx, actor.workspaceId, input.key)
  if (!row) return notFound(`flag ${input.key}`)
  if (row.version !== input.expectedVersion) return staleVersion
  const [then] = await tx
    .select()
    .from(flagVersion)
    .where(
      and(
        eq(flagVersion.workspaceId, row.workspaceId),
        eq(flagVersion.flagId, row.id),
        eq(flagVersion.version, input.version),
      ),
    )
  if (!then) return refuse('not-found', `${row.key} has no version ${input.version}.`)
  const before = await withTargetings(context, row, await listEnvironments(tx, actor.workspaceId))
  const definition = fullDefinition(then.definition)
  const segments = await readSegments(tx, actor.workspaceId)
  const targetings: Record<string, FlagTargeting> = {}
  for (const [name, now] of Object.entries(before.targetings)) {
    const targeting = withRulesOf(now, then.targeting[name] ?? now)
    const valid = validateFlag(definition, targeting, segments)
    if (!valid.ok)
      return { ...valid, field: undefined, remedy: `Version ${input.version} does not fit what is live now.` }
    targetings[name] = targeting
  }
  return flagPlan(context, before, {
    definition,
    targetings,
    change: 'restored',
    note: input.note,
    title: `${actor.name} restored version ${input.version} of the flag ${row.key}`,
  })
}

export const CopyRulesInput = z.strictObject({
  key: Key,
  from: Key,
  to: Key,
  expectedVersion: z.int(),
  note: FlagNote.default(''),
})

/** Gives one environment the rules of another; rollouts and stops stay where they are. */
export const copyRules = command<z.infer<typeof CopyRulesInput>, FlagView>({
  name: 'flag.copy-rules',
  permission: 'flag.edit',
  input: CopyRulesInput,
  run: async (context, input) => carryOut(context, await planCopy(context, input)),
})

/** What copying would do. */
export async function planCopy(
  context: EditContext,
  input: z.infer<typeof CopyRulesInput>,
): Promise<Planned<FlagView>> {
  const { tx, actor } = context
  const row = await lockFlag(tx, actor.workspaceId, input.key)
  if (!row) return notFound(`flag ${input.key}`)
  if (row.version !== input.expectedVersion) return staleVersion
  const before = await withTargetings(context, row, await listEnvironments(tx, actor.workspaceId))
  const [from, to] = [before.targetings[input.from], before.targetings[input.to]]
  if (!from) return unknownEnvironment(input.from)
  if (!to) return unknownEnvironment(input.to)
  if (input.from === input.to) return refuse('same-environment', 'These are the same environment.', { field: 'to' })
  const nameOf = (key: string) => before.environments.find((env) => env.key === key)?.name ?? key
  return flagPlan(context, before, {
    targetings: { ...before.targetings, [input.to]: withRulesOf(to, from) },
    change: 'copied-rules',
    note: input.note,
    title: `${actor.name} copied the rules of ${row.key} from ${nameOf(input.from)} to ${nameOf(input.to)}`,
  })
}
