import { and, eq } from 'drizzle-orm'
import { learning, rolloutReview } from '@/drizzle/schema/rollouts'
import { recordTimeline } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command, type CommandContext } from '@/lib/platform/command'
import { nextNumber } from '@/lib/platform/counter'
import { newId } from '@/lib/platform/new-id'
import { effectOf } from '../core/effect'
import { WriteReviewInput, type Review, type ReviewView } from '../core/schema'
import { findReview } from './review-rows'
import { ENDED, lockRollout, type RolloutRow } from './rollout-rows'
import { topicsOf } from './verbs'

/** What became of an ended rollout; may be written again. Its learning, if it has one, joins the list of learnings. */
export const writeReview = command<WriteReviewInput, ReviewView>({
  name: 'rollout.review',
  permission: 'rollout.edit',
  input: WriteReviewInput,
  async run(context, { rolloutId, expectedVersion, ...review }) {
    const { tx, actor, now } = context
    const row = await lockRollout(tx, actor.workspaceId, rolloutId)
    if (!row) return refuse('not-found', 'This rollout does not exist here.')
    if (!ENDED.has(row.rollout.state.kind)) {
      return refuse('not-ended', 'It is not over yet', { remedy: 'Write the review when it has ended' })
    }
    const before = await findReview(tx, actor.workspaceId, rolloutId)
    if ((before?.version ?? 0) !== expectedVersion) {
      const who = before ? `${before.author} wrote the review` : 'There is no review any more'
      return refuse('stale-version', `${who} meanwhile. Nothing was changed`, { remedy: 'Load it again' })
    }
    const version = expectedVersion + 1
    const kept = { review, version, authorId: actor.id, authorName: actor.name, updatedAt: now }
    await tx
      .insert(rolloutReview)
      .values({ workspaceId: actor.workspaceId, rolloutId, ...kept, createdAt: now })
      .onConflictDoUpdate({ target: [rolloutReview.workspaceId, rolloutReview.rolloutId], set: kept })
    await keepLearning(context, row, review)
    await recordTimeline(tx, {
      workspaceId: row.workspaceId,
      environmentId: row.environmentId,
      rolloutId,
      flagKey: row.rollout.flagKey,
      kind: 'rollout.reviewed',
      occurredAt: now,
      recordedAt: now,
      actor,
      title: `${actor.name} ${before ? 'edited' : 'wrote'} the review of RO-${row.rollout.number}`,
      body: review.learning,
    })
    const value = await findReview(tx, actor.workspaceId, rolloutId)
    if (!value) throw new Error(`the review of ${rolloutId} was not kept`)
    return {
      ok: true,
      value,
      object: { kind: 'rollout', id: rolloutId },
      detail: { version, learning: review.learning },
      topics: topicsOf(row),
    }
  },
})

/** One learning a rollout; its number stays when it is written again, and it goes when its claim is taken away. */
async function keepLearning({ tx, actor, now }: CommandContext, row: RolloutRow, review: Review): Promise<void> {
  const { workspaceId, rollout } = row
  const where = and(eq(learning.workspaceId, workspaceId), eq(learning.rolloutId, rollout.id))
  if (review.learning === '') {
    await tx.delete(learning).where(where)
    return
  }
  const words = [review.learning, review.holdsFor, rollout.hypothesis, rollout.flagKey, review.observed, actor.name]
  const told = {
    claim: review.learning,
    effect: effectOf(rollout),
    words: words.join(' \n ').toLowerCase(),
    updatedAt: now,
  }
  const known = await tx.update(learning).set(told).where(where).returning({ id: learning.id })
  if (known.length > 0) return
  await tx.insert(learning).values({
    id: newId('lrn', Date.parse(now)),
    workspaceId,
    number: await nextNumber(tx, workspaceId, 'learning'),
    rolloutId: rollout.id,
    ...told,
    createdAt: now,
  })
}
