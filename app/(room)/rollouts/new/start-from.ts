import { type Member } from '@/lib/kernel/actor'
import { type RolloutId } from '@/lib/kernel/id'
import { type Runtime } from '@/lib/platform/runtime'
import { emptyForm, formOf } from '@/lib/rollouts/core/draft-form'
import { type DraftForm, type DraftView } from '@/lib/rollouts/core/schema'
import { readDraft } from '@/lib/rollouts/server/reads'
import { findRollout } from '@/lib/rollouts/server/rollout-rows'

type Asked = { draft: string | undefined; from: string | undefined; flag: string }
type Start = { form: DraftForm; draft: DraftView | null; rolloutId: RolloutId | null; rollout: string | null }

/** What the form begins with: a draft, a rollout that is written anew or copied, or nothing. Null: what was named is gone. */
export async function readStart(
  runtime: Runtime,
  actor: Member,
  { draft, from, flag }: Asked,
  { environments }: { environments: readonly { key: string }[] },
): Promise<Start | null> {
  if (draft !== undefined) {
    const found = await readDraft(runtime, actor, draft)
    if (!found.ok) return null
    const { form, rolloutId, rollout } = found.value
    return { form, draft: found.value, rolloutId, rollout }
  }
  if (from !== undefined) {
    const row = await findRollout(runtime.database.db, actor.workspaceId, from)
    if (!row) return null
    const { state, id, number } = row.rollout
    const anew =
      state.kind === 'draft' || (state.kind === 'awaiting-approval' && state.from === null && !state.resuming)
    return {
      form: formOf(row.rollout),
      draft: null,
      rolloutId: anew ? id : null,
      rollout: anew ? `RO-${number}` : null,
    }
  }
  const environment = environments.find(({ key }) => key === 'production') ?? environments.at(-1)
  return { form: emptyForm(flag, environment?.key ?? ''), draft: null, rolloutId: null, rollout: null }
}
