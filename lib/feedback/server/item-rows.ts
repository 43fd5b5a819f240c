import { and, eq, sql, type SQL } from 'drizzle-orm'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Item, type Triage } from '../core/model'
import { attentionOf, effectiveSentiment } from '../core/sentiment-of'
import { bucketOf } from '../core/states'
import { liveTags } from '../core/tags'

export type ItemRow = typeof feedbackItem.$inferSelect

export const itemName = (number: number): string => `FB-${number}`

/** The columns that a Triage is stored in, with those that lists are ordered and filtered by. */
export function triageColumns(
  triage: Triage,
  analysed: Pick<ItemRow, 'stated' | 'predicted' | 'predictedScore' | 'cohort'>,
) {
  const { stated, predicted, predictedScore, cohort } = analysed
  const sentiment = effectiveSentiment({
    stated,
    predicted: predicted && predictedScore !== null ? { label: predicted, score: predictedScore } : null,
    corrected: triage.corrected,
  })
  const live = triage.tags.filter((tag) => tag.status !== 'removed')
  return {
    state: triage.state.kind,
    stateDetail: triage.state,
    stateBefore: triage.before,
    duplicateOf: triage.state.kind === 'duplicate' ? triage.state.of : null,
    snooze: triage.snooze,
    snoozedUntil: triage.snooze?.until === 'time' ? triage.snooze.at : null,
    woke: triage.woke,
    unread: triage.unread,
    assigneeId: triage.assigneeId,
    teamId: triage.teamId,
    priority: triage.priority,
    type: triage.type.value,
    typeSource: triage.type.source,
    tags: [...triage.tags],
    tagKeys: liveTags(triage.tags),
    links: [...triage.links],
    corrected: triage.corrected,
    clusterId: triage.clusterId,
    clusterPinned: triage.clusterPinned,
    effective: sentiment.label,
    mixed: sentiment.mixed,
    tone: sentiment.tone,
    bucket: bucketOf(triage),
    attention: attentionOf({
      tags: live,
      tone: sentiment.tone,
      exposed: cohort === 'exposed',
      type: triage.type.value,
    }),
  }
}

export const triageOf = (row: ItemRow): Triage => ({
  state: row.stateDetail,
  before: row.stateBefore,
  snooze: row.snooze,
  woke: row.woke,
  assigneeId: row.assigneeId,
  teamId: row.teamId,
  priority: row.priority,
  type: { value: row.type, source: row.typeSource },
  tags: row.tags,
  corrected: row.corrected,
  clusterId: row.clusterId,
  clusterPinned: row.clusterPinned,
  links: row.links,
  unread: row.unread,
})

export const itemOf = (row: ItemRow): Item => ({
  id: row.id,
  number: row.number,
  version: row.version,
  triage: triageOf(row),
})

/** By id or by the name people say (FB-1042). */
export async function findItem(db: Db | Tx, workspaceId: WorkspaceId, idOrName: string): Promise<ItemRow | null> {
  const number = /^FB-(\d{1,9})$/i.exec(idOrName)?.[1]
  const which = number ? eq(feedbackItem.number, Number(number)) : eq(feedbackItem.id, idOrName as FeedbackItemId) // any text compares
  const [row] = await db
    .select()
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), which))
  return row ?? null
}

/** Locked in the order of their ids, so that two bulk acts cannot wait for each other. */
export async function lockItems(tx: Tx, workspaceId: WorkspaceId, ids: readonly FeedbackItemId[]): Promise<ItemRow[]> {
  return tx
    .select()
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), anyOf(feedbackItem.id, ids)))
    .orderBy(feedbackItem.id)
    .for('update')
}

/** `column = any($1)`, one parameter however many values. */
export const anyOf = (column: typeof feedbackItem.id, values: readonly string[]): SQL =>
  sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb))`

/** Stores what triage made of an item. @param bumpedAt when it comes on top again */
export async function saveTriage(tx: Tx, row: ItemRow, next: Triage, bumpedAt?: Instant): Promise<ItemRow> {
  const columns = triageColumns(next, row)
  const version = row.version + 1
  await tx
    .update(feedbackItem)
    .set({
      ...columns,
      version,
      correctedBy: next.corrected === null ? null : row.correctedBy,
      ...(bumpedAt ? { bumpedAt } : {}),
    })
    .where(and(eq(feedbackItem.workspaceId, row.workspaceId), eq(feedbackItem.id, row.id)))
  return { ...row, ...columns, version, ...(bumpedAt ? { bumpedAt } : {}) }
}
