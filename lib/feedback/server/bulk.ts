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
    const rows = await lockItems(tx, actor.workspaceId, [...new Set(ids)])
    const actId = newId('fba', Date.parse(now))
    const outcomes = await actOn({ tx, actor, now }, rows, act, actId)
    const found = new Set(rows.map(({ id }) => id))
    const missing = ids.filter((id) => !found.has(id))
    const value: BulkAnswer = { ...bulkAnswer(actId, outcomes) }
    for (const id of missing) {
      value.outcomes.push({ id, ok: false, code: 'not-found', message: 'This item does not exist here.' })
    }
    return {
      ok: true,
      value,
      object: { kind: 'feedback', id: actId },
      detail: { actId, act: JSON.parse(JSON.stringify(act)), ids, done: value.done },
      jobs: wakeJobs(outcomes),
      topics: topicsOf(outcomes),
    }
  },
})

export function bulkAnswer(actId: BulkAnswer['actId'], outcomes: readonly ActOutcome[]): BulkAnswer {
  return {
    actId,
    done: outcomes.filter(({ acted }) => acted !== null).length,
    outcomes: outcomes.map(({ id, acted, refusal }) => ({
      id,
      ok: acted !== null,
      code: refusal?.code ?? null,
      message: refusal?.message ?? null,
    })),
  }
}
