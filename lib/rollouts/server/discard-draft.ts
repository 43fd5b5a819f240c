import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { DiscardDraftInput } from '../core/schema'
import { deleteDraft } from './draft-rows'

/** Throws away what was written. A rollout that came from it stays. */
export const discardDraft = command<DiscardDraftInput, { discarded: true }>({
  name: 'rollout-draft.discard',
  permission: 'rollout.edit',
  input: DiscardDraftInput,
  async run({ tx, actor }, { draftId }) {
    const gone = await deleteDraft(tx, actor.workspaceId, draftId)
    if (!gone) return refuse('not-found', 'This draft is gone already.')
    return {
      ok: true,
      value: { discarded: true },
      object: { kind: 'rollout-draft', id: draftId },
      detail: {},
      topics: [{ topic: 'rollouts', id: draftId, version: 0 }],
    }
  },
})
