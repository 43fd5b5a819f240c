import { z } from 'zod'
import { type Member } from '@/lib/kernel/actor'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { FlagNote, Key, type FlagTargeting, type FlagView } from '../core/schema'
import { staleVersion, unknownEnvironment } from './edit-flag'
import { listEnvironments } from './environments'
import { lockFlag } from './flag-rows'
import { flagView } from './reads'
import { carryOut, notFound, type EditContext, type Planned } from './plan'
import { flagPlan, saveFlag, withTargetings } from './save-flag'

export const StopFlagInput = z.strictObject({ key: Key, environment: Key, note: FlagNote.default('') })

/**
 * Stop exposure on the flag itself: everyone in one environment gets the safe variant before every rule, until somebody
 * resumes it here. Protective: takes no version, no freeze and no missing approval holds it, and stopped already is a yes.
 */
export const stopFlag = command<z.infer<typeof StopFlagInput>, FlagView>({
  name: 'flag.stop',
  permission: 'flag.stop',
  input: StopFlagInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const row = await lockFlag(tx, actor.workspaceId, input.key)
    if (!row) return refuse('not-found', `There is no flag ${input.key} here.`)
    const environments = await listEnvironments(tx, actor.workspaceId)
    const before = await withTargetings(context, row, environments)
    const targeting = before.targetings[input.environment]
    const place = environments.find(({ key }) => key === input.environment)
    if (!targeting || !place) return unknownEnvironment(input.environment)
    if (targeting.handStop) {
      const value = flagView(row, environments, before.targetings)
      return { ok: true, value, object: { kind: 'flag', id: row.id }, detail: { already: targeting.handStop.at } }
    }
    const handStop = { variant: row.definition.defaultVariant, at: now, by: byOf(actor), note: input.note }
    return saveFlag(context, before, {
      targetings: { ...before.targetings, [input.environment]: { ...targeting, handStop } },
      change: 'stopped',
      note: input.note,
      title: `${actor.name} stopped exposure of ${row.key} in ${place.name}`,
    })
  },
})

const byOf = ({ kind, id, name }: Member) => ({ kind, id, name })

export const ResumeFlagInput = StopFlagInput.extend({ expectedVersion: z.int() })

/** Lifts the stop that was set on the flag: its rules answer again, and its rollout if one is live. The way up: it asks for the version that was seen. */
export const resumeFlag = command<z.infer<typeof ResumeFlagInput>, FlagView>({
  name: 'flag.resume',
  permission: 'flag.edit',
  input: ResumeFlagInput,
  run: async (context, input) => carryOut(context, await planResume(context, input)),
})

/** What resuming would do. */
export async function planResume(
  context: EditContext,
  input: z.infer<typeof ResumeFlagInput>,
): Promise<Planned<FlagView>> {
  const { tx, actor } = context
  const row = await lockFlag(tx, actor.workspaceId, input.key)
  if (!row) return notFound(`flag ${input.key}`)
  if (row.version !== input.expectedVersion) return staleVersion
  const environments = await listEnvironments(tx, actor.workspaceId)
  const before = await withTargetings(context, row, environments)
  const targeting = before.targetings[input.environment]
  const place = environments.find(({ key }) => key === input.environment)
  if (!targeting || !place) return unknownEnvironment(input.environment)
  if (!targeting.handStop) return refuse('not-stopped', `Exposure of ${row.key} is not stopped in ${place.name}.`)
  const { handStop: _, ...rest } = targeting
  const resumed: FlagTargeting = rest
  return flagPlan(context, before, {
    targetings: { ...before.targetings, [input.environment]: resumed },
    change: 'resumed',
    note: input.note,
    title: `${actor.name} resumed exposure of ${row.key} in ${place.name}`,
  })
}
