import { readMembers } from '@/lib/governance/server/contract'
import { type ClusterId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { excerptOf } from '../core/clean-text'
import { dueView } from '../core/clocks'
import { type FeedbackRow } from '../core/schema'
import { type feedbackItem } from '@/drizzle/schema/feedback'
import { clusterName, readClusters, type ClusterRecord } from './cluster-rows'
import { itemName } from './item-rows'

/** The columns that a row of the inbox is made of. */
export type RowColumns = Omit<typeof feedbackItem.$inferSelect, 'text' | 'search'> & { text: string }

/** Rows of the inbox, with the names of owners and clusters. @param now by which clocks are read */
export async function rowViews(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rows: readonly RowColumns[],
  now: Instant,
): Promise<FeedbackRow[]> {
  const clusterIds = rows.flatMap(({ clusterId }): ClusterId[] => (clusterId ? [clusterId] : []))
  const [clusters, members] = [
    await readClusters(db, workspaceId, clusterIds),
    rows.some(({ assigneeId }) => assigneeId !== null) ? await readMembers(db, workspaceId) : [],
  ]
  const names = new Map<string, string>(members.map(({ id, name }) => [id, name]))
  return rows.map((row) => viewOf(row, { clusters, names, now }))
}

export async function rowView(db: Db | Tx, row: RowColumns, now: Instant): Promise<FeedbackRow> {
  const [view] = await rowViews(db, row.workspaceId, [row], now)
  if (!view) throw new Error('a row has a view')
  return view
}

type Around = { clusters: ReadonlyMap<ClusterId, ClusterRecord>; names: ReadonlyMap<string, string>; now: Instant }

function viewOf(row: RowColumns, { clusters, names, now }: Around): FeedbackRow {
  const found = row.clusterId ? clusters.get(row.clusterId) : undefined
  const { id, version, channel, alsoBy, type, cohort, exposedTo, woke, unread, priority, teamId, enrichment } = row
  return {
    id,
    name: itemName(row.number),
    version,
    excerpt: excerptOf(row.text),
    channel,
    alsoBy,
    type,
    sentiment: row.effective,
    sentimentMixed: row.mixed,
    tags: row.tags.filter(({ status }) => status !== 'removed').map(({ key, status }) => ({ key, status })),
    cohort,
    exposedTo,
    state: row.state,
    snoozed: row.snooze !== null,
    woke,
    unread,
    priority,
    assignee: row.assigneeId ? { id: row.assigneeId, name: names.get(row.assigneeId) ?? 'Somebody who left' } : null,
    teamId,
    cluster: found
      ? {
          id: found.id,
          name: clusterName(found.number),
          title: found.name,
          people: found.nPeople,
          items: found.nItems,
          pinned: row.clusterPinned,
        }
      : null,
    due: dueView(row.clocks, now),
    enrichment,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
  }
}
