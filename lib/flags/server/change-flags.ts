import { z } from 'zod'
import { type EnvironmentId } from '@/lib/kernel/id'
import { assertNever, refuse, type Outcome } from '@/lib/kernel/result'
import { command, type CommandContext } from '@/lib/platform/command'
import {
  FlagDefinition,
  FlagNote,
  Key,
  Tag,
  type ChangedFlags,
  type FlagDefinition as Definition,
} from '../core/schema'
import { refuseArchive } from './archive-facts'
import { listEnvironments, type EnvironmentRow } from './environments'
import { lockFlag } from './flag-rows'
import { publishAll, storeEdit, withTargetings, type FlagEdit } from './save-flag'

const Change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), owner: FlagDefinition.shape.owner }),
  z.strictObject({
    kind: z.literal('end'),
    endsOn: z.iso.date(),
    note: FlagNote.min(3, { error: 'Say why it stays longer.' }),
  }),
  z.strictObject({ kind: z.literal('tag'), tag: Tag }),
  z.strictObject({ kind: z.literal('archive'), note: FlagNote.default('') }),
])
type Change = z.infer<typeof Change>

export const ChangeFlagsInput = z.strictObject({ keys: z.array(Key).min(1).max(200), change: Change })

/**
 * One change to many flags at once. Each flag is judged alone, and each environment is published once at the end. None of
 * these changes raises exposure, so no version is asked for.
 */
export const changeFlags = command<z.infer<typeof ChangeFlagsInput>, ChangedFlags>({
  name: 'flags.change',
  permission: 'flag.edit',
  input: ChangeFlagsInput,
  async run(context, { keys, change }) {
    const { tx, actor } = context
    const environments = await listEnvironments(tx, actor.workspaceId)
    const result: ChangedFlags = { done: [], refused: [] }
    const toPublish = new Set<EnvironmentId>()
    const topics = []
    // In one order, so that two people changing the same flags wait for each other instead of for ever.
    for (const key of [...new Set(keys)].toSorted()) {
      const stored = await changeOne(context, key, change, environments)
      if (!stored.ok) {
        result.refused.push({
          key,
          code: stored.code,
          message: [stored.message, stored.remedy].filter(Boolean).join(' '),
        })
        continue
      }
      result.done.push(key)
      for (const id of stored.value.toPublish) toPublish.add(id)
      topics.push({ topic: `flag:${key}`, id: stored.value.after.id, version: stored.value.after.version })
    }
    const [first] = topics
    if (!first) return refuse('nothing-changed', result.refused[0]?.message ?? 'None of these flags was changed.')
    const refused = await publishAll(context, toPublish)
    if (refused) return refused
    return {
      ok: true,
      value: result,
      object: { kind: 'flags', id: result.done.join(' ').slice(0, 200) },
      detail: { change, done: result.done, refused: result.refused },
      topics: [...topics, { ...first, topic: 'flags' }],
    }
  },
})

async function changeOne(
  context: CommandContext,
  key: string,
  change: Change,
  environments: EnvironmentRow[],
): Promise<Outcome<Awaited<ReturnType<typeof storeEdit>>>> {
  const { tx, actor, now } = context
  const row = await lockFlag(tx, actor.workspaceId, key)
  if (!row) return refuse('not-found', `There is no flag ${key} here.`)
  const before = await withTargetings(context, row, environments)
  const edited = (definition: Definition, note = ''): FlagEdit => ({
    definition,
    change: 'edited',
    note,
    title: `${actor.name} edited the flag ${key}`,
  })
  switch (change.kind) {
    case 'owner':
      return { ok: true, value: await storeEdit(context, before, edited({ ...row.definition, owner: change.owner })) }
    case 'end':
      return {
        ok: true,
        value: await storeEdit(context, before, edited({ ...row.definition, endsOn: change.endsOn }, change.note)),
      }
    case 'tag': {
      const tags = [...new Set([...row.definition.tags, change.tag])]
      if (tags.length > 20) return refuse('too-many-tags', `${key} has 20 tags already.`)
      return { ok: true, value: await storeEdit(context, before, edited({ ...row.definition, tags })) }
    }
    case 'archive': {
      const refused = await refuseArchive(tx, row, before.targetings, environments, now)
      if (refused) return refused
      const title = `${actor.name} archived the flag ${key}`
      const edit: FlagEdit = { archivedAt: now, change: 'archived', note: change.note, title }
      return { ok: true, value: await storeEdit(context, before, edit) }
    }
    default:
      return assertNever(change)
  }
}
