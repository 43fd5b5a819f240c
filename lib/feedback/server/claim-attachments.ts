import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { feedbackAttachment } from '@/drizzle/schema/feedback'
import { type EnvironmentId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { ATTACHMENTS_MAX } from '../core/schema'
import { type Draft } from './store-items'

type Claim = { draft: Draft; itemId: FeedbackItemId }

/**
 * Gives the pictures that items name to them: unused ones of the same workspace and environment. Words are worth more
 * than their pictures, so an item whose picture is gone is kept, and told so in `ignored`.
 */
export async function claimAttachments(
  tx: Tx,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId | null,
  claims: readonly Claim[],
): Promise<void> {
  for (const { draft, itemId } of claims) {
    const { attachments } = draft.item
    if (attachments.length === 0) continue
    const ofItem = and(eq(feedbackAttachment.workspaceId, workspaceId), eq(feedbackAttachment.itemId, itemId))
    const there = await tx.select({ id: feedbackAttachment.id }).from(feedbackAttachment).where(ofItem)
    const wanted = attachments.slice(0, ATTACHMENTS_MAX - there.length)
    const taken =
      wanted.length > 0
        ? await tx
            .update(feedbackAttachment)
            .set({
              itemId,
              position: sql`${there.length}::int + array_position(${pgArray(wanted)}, ${feedbackAttachment.id})`,
            })
            .where(
              and(
                eq(feedbackAttachment.workspaceId, workspaceId),
                environmentId === null ? undefined : eq(feedbackAttachment.environmentId, environmentId),
                inArray(feedbackAttachment.id, wanted),
                isNull(feedbackAttachment.itemId),
              ),
            )
            .returning({ id: feedbackAttachment.id })
        : []
    const ids = new Set(taken.map(({ id }) => id))
    for (const [i, id] of attachments.entries()) if (!ids.has(id)) draft.ignored.push(`attachments[${i}]`)
  }
}

/** Ids have no sign that an array's text form would need to hide. */
const pgArray = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::text[]`
