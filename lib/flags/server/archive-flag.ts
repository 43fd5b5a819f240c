import { z } from 'zod'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { FlagNote, Key, type FlagView } from '../core/schema'
import { refuseArchive } from './archive-facts'
import { staleVersion } from './edit-flag'
import { listEnvironments } from './environments'
import { lockFlag } from './flag-rows'
import { carryOut, notFound, type EditContext, type Planned } from './plan'
import { flagPlan, saveFlag, withTargetings } from './save-flag'

export const ArchiveFlagInput = z.strictObject({ key: Key, expectedVersion: z.int(), note: FlagNote.default('') })

/** The last step of a flag: it is served nowhere any more, its history stays. Nobody asks for it, so nothing holds this. */
export const archiveFlag = command<z.infer<typeof ArchiveFlagInput>, FlagView>({
  name: 'flag.archive',
  permission: 'flag.edit',
  input: ArchiveFlagInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const row = await lockFlag(tx, actor.workspaceId, input.key)
    if (!row) return refuse('not-found', `There is no flag ${input.key} here.`)
    if (row.version !== input.expectedVersion) return staleVersion
    const before = await withTargetings(context, row, await listEnvironments(tx, actor.workspaceId))
    const refused = await refuseArchive(tx, row, before.targetings, before.environments, now)
    if (refused) return refused
    const title = `${actor.name} archived the flag ${row.key}`
    return saveFlag(context, before, { archivedAt: now, change: 'archived', note: input.note, title })
  },
})

/** Brings an archived flag back as it was. */
export const unarchiveFlag = command<z.infer<typeof ArchiveFlagInput>, FlagView>({
  name: 'flag.unarchive',
  permission: 'flag.edit',
  input: ArchiveFlagInput,
  run: async (context, input) => carryOut(context, await planUnarchive(context, input)),
})

/** What bringing it back would do. */
export async function planUnarchive(
  context: EditContext,
  input: z.infer<typeof ArchiveFlagInput>,
): Promise<Planned<FlagView>> {
  const { tx, actor } = context
  const row = await lockFlag(tx, actor.workspaceId, input.key, { archived: true })
  if (!row) return notFound(`archived flag ${input.key}`)
  if (row.version !== input.expectedVersion) return staleVersion
  const before = await withTargetings(context, row, await listEnvironments(tx, actor.workspaceId))
  const definition = { ...row.definition, removedOn: null }
  const title = `${actor.name} brought back the flag ${row.key}`
  return flagPlan(context, before, { definition, archivedAt: null, change: 'unarchived', note: input.note, title })
}
