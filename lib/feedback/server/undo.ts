import { and, eq } from 'drizzle-orm'
import { feedbackAct } from '@/drizzle/schema/feedback'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { changesOf, type Label } from '../core/decide-triage'
import { type Change } from '../core/model'
import { UndoInput, type BulkAnswer } from '../core/schema'
import { undoChanges } from '../core/undo'
import { afterwards, store, topicsOf, wakeJobs, type ActOutcome } from './act'
import { bulkAnswer } from './bulk'
import { lockItems, triageOf } from './item-rows'

/** Takes an act back, on each of its items by itself: a new row of history, never a row less. */
export const undoAct = command<UndoInput, BulkAnswer>({
  name: 'feedback.undo',
  permission: 'feedback.triage',
  input: UndoInput,
  async run(context, { actId: undone }) {
    const { tx, actor, now } = context
    const its = and(eq(feedbackAct.workspaceId, actor.workspaceId), eq(feedbackAct.actId, undone))
    const acts = await tx.select().from(feedbackAct).where(its)
    if (acts.length === 0) return refuse('not-found', 'There is no such act here.', { field: 'actId' })
    if (acts.every(({ undoneBy }) => undoneBy !== null)) return refuse('undone-already', 'This was undone before.')
    const rows = await lockItems(
      tx,
      actor.workspaceId,
      acts.map(({ itemId }) => itemId),
    )
    const actId = newId('fba', Date.parse(now))
    const outcomes: ActOutcome[] = []
    for (const row of rows) {
      const act = acts.find(({ itemId }) => itemId === row.id)
      if (!act || act.undoneBy !== null) continue
      const before = triageOf(row)
      const restored = undoChanges(before, act.changes)
      if (!restored.ok) {
        outcomes.push({ id: row.id, acted: null, refusal: restored })
        continue
      }
      const sentence = `${actor.name} took back: ${act.sentence}`
      const changes = changesOf(before, restored.value)
      const labels = labelsOf(act.changes)
      const acted = await store(context, row, {
        next: restored.value,
        changes,
        labels,
        verb: 'undo',
        sentence,
        actId,
        kind: 'undo',
      })
      outcomes.push({ id: row.id, acted, refusal: null })
      await tx
        .update(feedbackAct)
        .set({ undoneBy: actId })
        .where(and(its, eq(feedbackAct.itemId, row.id)))
    }
    await afterwards(tx, actor, outcomes, { now })
    const value = bulkAnswer(actId, outcomes)
    const [only] = outcomes
    if (outcomes.length === 1 && only?.refusal) return only.refusal
    return {
      ok: true,
      value,
      object: { kind: 'feedback', id: acts.length === 1 ? (acts[0]?.itemId ?? undone) : undone },
      detail: { actId, undone, done: value.done },
      jobs: wakeJobs(outcomes),
      topics: topicsOf(outcomes),
    }
  },
})

/** Labels that an act gave are taken back by labels of their own. */
function labelsOf(changes: readonly Change[]): Label[] {
  return changes.flatMap((change): Label[] => {
    if (change.field === 'type') return [{ field: 'type', from: change.to.value, to: change.from.value }]
    if (change.field === 'corrected') return [{ field: 'sentiment', from: change.to, to: change.from }]
    if (change.field === 'clusterId') return [{ field: 'cluster', from: change.to, to: change.from }]
    if (change.field !== 'tags') return []
    const live = (tags: typeof change.from) =>
      new Set(tags.filter(({ status }) => status === 'accepted').map(({ key }) => key))
    const [from, to] = [live(change.to), live(change.from)]
    return [
      ...[...from].filter((key) => !to.has(key)).map((key) => ({ field: 'tag' as const, from: key, to: null })),
      ...[...to].filter((key) => !from.has(key)).map((key) => ({ field: 'tag' as const, from: null, to: key })),
    ]
  })
}
