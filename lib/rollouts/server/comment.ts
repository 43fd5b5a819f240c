import { recordTimeline } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { toMs, type Instant } from '@/lib/kernel/time'
import { command, type CommandContext } from '@/lib/platform/command'
import { AnnotateInput, CommentInput } from '../core/schema'
import { lockRollout, type RolloutRow } from './rollout-rows'
import { topicsOf } from './verbs'

type Said = { said: true }

/** Words of a person beside the decisions, in every state. */
export const comment = command<CommentInput, Said>({
  name: 'rollout.comment',
  permission: 'comment.write',
  input: CommentInput,
  async run(context, { rolloutId, text }) {
    const row = await lockRollout(context.tx, context.actor.workspaceId, rolloutId)
    if (!row) return refuse('not-found', 'This rollout does not exist here.')
    return say(context, row, { kind: 'comment', at: context.now, text })
  },
})

/** A note on the chart of a rollout, at a moment since it was drafted. */
export const annotate = command<AnnotateInput, Said>({
  name: 'rollout.annotate',
  permission: 'comment.write',
  input: AnnotateInput,
  async run(context, { rolloutId, text, at }) {
    const row = await lockRollout(context.tx, context.actor.workspaceId, rolloutId)
    if (!row) return refuse('not-found', 'This rollout does not exist here.')
    if (toMs(at) > toMs(context.now)) {
      return refuse('in-the-future', 'This moment is still to come', { remedy: 'A moment that has been', field: 'at' })
    }
    if (toMs(at) < toMs(row.createdAt)) {
      const remedy = 'A moment since it was drafted'
      return refuse('before-the-rollout', 'The rollout was not there yet', { remedy, field: 'at' })
    }
    return say(context, row, { kind: 'note', at, text })
  },
})

type Words = { kind: 'comment' | 'note'; at: Instant; text: string }

async function say({ tx, actor, now }: CommandContext, row: RolloutRow, { kind, at, text }: Words) {
  const { workspaceId, environmentId, rollout } = row
  await recordTimeline(tx, {
    workspaceId,
    environmentId,
    rolloutId: rollout.id,
    flagKey: rollout.flagKey,
    kind,
    occurredAt: at,
    recordedAt: now,
    actor,
    source: 'rollout',
    title: kind === 'comment' ? `${actor.name} commented` : `${actor.name} noted`,
    body: text,
  })
  return {
    ok: true as const,
    value: { said: true as const },
    object: { kind: 'rollout', id: rollout.id },
    detail: { text, at },
    topics: topicsOf(row),
  }
}
