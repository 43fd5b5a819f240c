import { refuse } from '@/lib/kernel/result'
import { type CommandContext, command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { SaveDraftInput, type DraftView } from '../core/schema'
import { draftView, insertDraft, lockDraft, updateDraft, type DraftRow } from './draft-rows'
import { findRollout } from './rollout-rows'

/** Keeps what somebody has written of a rollout so far. Nothing of it is judged or served. */
export const saveDraft = command<SaveDraftInput, DraftView>({
  name: 'rollout-draft.save',
  permission: 'rollout.edit',
  input: SaveDraftInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const named = input.rolloutId === null ? null : await findRollout(tx, actor.workspaceId, input.rolloutId)
    if (input.rolloutId !== null && !named) return refuse('not-found', 'This rollout does not exist here.')
    const before = input.draftId === null ? null : await lockDraft(tx, actor.workspaceId, input.draftId)
    if (input.draftId !== null && !before) {
      return refuse('not-found', 'This draft is gone: it became a rollout, or somebody discarded it.')
    }
    if (before && input.expectedVersion !== before.version) {
      return refuse('stale-version', `${before.authorName}’s draft was saved elsewhere since. Nothing was changed`, {
        remedy: 'Load it again',
      })
    }
    const row: DraftRow = before
      ? { ...before, form: input.form, version: before.version + 1, updatedAt: now }
      : fresh(context, input)
    await (before ? updateDraft(tx, row) : insertDraft(tx, row))
    return {
      ok: true,
      value: draftView(row, named?.rollout.number ?? null),
      object: { kind: 'rollout-draft', id: row.id },
      detail: { flag: row.form.flag, version: row.version },
      topics: [{ topic: 'rollouts', id: row.id, version: row.version }],
    }
  },
})

function fresh({ actor, now }: CommandContext, { form, rolloutId }: SaveDraftInput): DraftRow {
  return {
    id: newId('rdr', Date.parse(now)),
    workspaceId: actor.workspaceId,
    rolloutId,
    form,
    version: 1,
    authorId: actor.id,
    authorName: actor.name,
    createdAt: now,
    updatedAt: now,
  }
}
