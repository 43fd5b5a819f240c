import { type FeedbackItemId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { BulkInput, type BulkAnswer } from '../core/schema'
import { actOn, topicsOf, wakeJobs, type ActOutcome } from './act'
import { lockItems } from './item-rows'

/** One verb on up to five hundred items: each answers for itself, and one token takes all of it back. */
export const bulkTriage = command<BulkInput, BulkAnswer>({
  name: 'feedback.bulk',
  permission: 'feedback.triage',
  input: BulkInput,
  async run({ tx, actor, now }, { ids, act }) {
    const asked = [...new Set(ids)]
    const rows = await lockItems(tx, actor.workspaceId, asked)
    if (rows.length === 0) return noneOf(asked)
    const actId = newId('fba', Date.parse(now))
    const outcomes = await actOn({ tx, actor, now }, rows, act, actId)
    const value = bulkAnswer(actId, outcomes, asked)
    return {
      ok: true,
      value,
      object: { kind: 'feedback', id: actId },
      detail: { actId, act: JSON.parse(JSON.stringify(act)), ids, done: value.done, notFound: value.notFound },
      jobs: wakeJobs(outcomes),
      topics: topicsOf(outcomes),
    }
  },
})

/** None of the items that were named is one of this workspace. */
const noneOf = (ids: readonly unknown[]): Refusal =>
  ids.length === 1
    ? refuse('not-found', 'This item does not exist here.', { field: 'ids' })
    : refuse('not-found', `None of these ${ids.length} items exists here.`, { field: 'ids' })

/** @param asked all ids that were named; those of no outcome were not found */
export function bulkAnswer(
  actId: BulkAnswer['actId'],
  outcomes: readonly ActOutcome[],
  asked: readonly FeedbackItemId[] = [],
): BulkAnswer {
  const found = new Set(outcomes.map(({ id }) => id))
  const missing = [...new Set(asked)].filter((id) => !found.has(id))
  return {
    actId,
    done: outcomes.filter(({ acted }) => acted !== null).length,
    notFound: missing.length,
    outcomes: [
      ...outcomes.map(({ id, acted, refusal }) => ({
        id,
        ok: acted !== null,
        code: refusal?.code ?? null,
        message: refusal?.message ?? null,
      })),
      ...missing.map((id) => ({ id, ok: false, code: 'not-found', message: 'This item does not exist here.' })),
    ],
  }
}
