import { refuse } from '@/lib/kernel/result'
import { command, type CommandContext, type Committed } from '@/lib/platform/command'
import { inputOf, problemsOf } from '../core/draft-input'
import { CreateRolloutInput, EditRolloutInput, FinishDraftInput, type RolloutView } from '../core/schema'
import { createRollout } from './create-rollout'
import { deleteDraft, lockDraft, type DraftRow } from './draft-rows'
import { editRollout } from './edit-rollout'
import { lockRollout } from './rollout-rows'

/** What somebody wrote becomes a rollout in draft, or changes the one that it was written from. */
export const finishDraft = command<FinishDraftInput, RolloutView>({
  name: 'rollout-draft.finish',
  permission: 'rollout.edit',
  input: FinishDraftInput,
  async run(context, { draftId, expectedVersion }) {
    const { tx, actor } = context
    const draft = await lockDraft(tx, actor.workspaceId, draftId)
    if (!draft) return refuse('not-found', 'This draft is gone: it became a rollout, or somebody discarded it.')
    if (draft.version !== expectedVersion) {
      const message = 'The draft was saved elsewhere since. Nothing was changed'
      return refuse('stale-version', message, { remedy: 'Load it again' })
    }
    const [problem] = problemsOf(draft.form)
    if (problem) return refuse('draft-incomplete', problem.message, { field: problem.field })
    const made = await (draft.rolloutId === null ? created(context, draft) : rewritten(context, draft, draft.rolloutId))
    if (made.ok) await deleteDraft(tx, actor.workspaceId, draftId)
    return made
  },
})

type Made = Promise<Committed<RolloutView> | ReturnType<typeof refuse>>

async function created(context: CommandContext, { form }: DraftRow): Made {
  const input = CreateRolloutInput.safeParse(inputOf(form))
  return input.success ? createRollout.run(context, input.data) : unfit(input.error)
}

async function rewritten(
  context: CommandContext,
  { form }: DraftRow,
  rolloutId: NonNullable<DraftRow['rolloutId']>,
): Made {
  const row = await lockRollout(context.tx, context.actor.workspaceId, rolloutId)
  if (!row) return refuse('not-found', 'The rollout that this draft is of does not exist here.')
  const { flag, environment, ...rest } = inputOf(form)
  if (flag !== row.rollout.flagKey || environment !== row.rollout.environmentKey) {
    const message = `RO-${row.rollout.number} is about ${row.rollout.flagKey} in ${row.rollout.environmentKey}`
    return refuse('other-flag', message, {
      remedy: 'Start a new rollout for another flag or environment',
      field: 'flag',
    })
  }
  const { brief, ...fields } = rest
  const input = EditRolloutInput.safeParse({
    ...fields,
    ...(brief === null ? {} : { brief }),
    rolloutId,
    expectedVersion: row.rollout.version,
  })
  return input.success ? editRollout.run(context, input.data) : unfit(input.error)
}

function unfit(error: { issues: { message: string; path: PropertyKey[] }[] }) {
  const [issue] = error.issues
  return refuse('invalid-input', issue?.message ?? 'The draft has a wrong form', { field: issue?.path.join('.') ?? '' })
}
