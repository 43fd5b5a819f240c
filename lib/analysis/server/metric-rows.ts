import { and, desc, eq, inArray } from 'drizzle-orm'
import { metric, metricVersion } from '@/drizzle/schema/analysis'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { changesOf, measuresOtherwise } from '../core/metric-change'
import { MetricDefinition, type MetricVersionView, type MetricView } from '../core/schema'

const viewOf = (row: typeof metric.$inferSelect): MetricView => ({
  ...MetricDefinition.parse(row.definition),
  id: row.id,
  version: row.version,
  measuredSince: row.measuredSince,
  archivedAt: row.archivedAt,
  createdAt: row.createdAt,
})

/** The workspace's metrics in their newest version, by key. @param keys null: all of them */
export async function readMetrics(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  keys: readonly string[] | null = null,
): Promise<MetricView[]> {
  const rows = await db
    .select()
    .from(metric)
    .where(and(eq(metric.workspaceId, workspaceId), keys ? inArray(metric.key, [...keys]) : undefined))
    .orderBy(metric.key)
  return rows.map(viewOf)
}

/**
 * Since which version each metric measures what it does: a running analysis that began with an earlier one is of a metric
 * that was redefined.
 */
export async function readMeasuredSince(db: Db | Tx, workspaceId: WorkspaceId): Promise<Map<string, number>> {
  const rows = await db
    .select({ key: metric.key, since: metric.measuredSince })
    .from(metric)
    .where(eq(metric.workspaceId, workspaceId))
  return new Map(rows.map(({ key, since }) => [key, since]))
}

/** A metric, locked until the transaction ends. */
export async function lockMetric(tx: Tx, workspaceId: WorkspaceId, key: string): Promise<MetricView | null> {
  const [row] = await tx
    .select()
    .from(metric)
    .where(and(eq(metric.workspaceId, workspaceId), eq(metric.key, key)))
    .for('update')
  return row ? viewOf(row) : null
}

/** Stores the next version of a locked metric. */
export async function saveMetric(
  tx: Tx,
  workspaceId: WorkspaceId,
  before: MetricView,
  after: Pick<MetricView, 'measuredSince' | 'archivedAt'> & { definition: MetricDefinition },
  { actorId, actorName, note, now }: Author,
): Promise<MetricView> {
  const version = before.version + 1
  const { definition, measuredSince, archivedAt } = after
  await tx
    .update(metric)
    .set({ version, definition, measuredSince, archivedAt })
    .where(and(eq(metric.workspaceId, workspaceId), eq(metric.id, before.id)))
  await tx
    .insert(metricVersion)
    .values({ workspaceId, metricId: before.id, version, definition, actorId, actorName, note, createdAt: now })
  return { ...before, ...definition, version, measuredSince, archivedAt }
}

/** Every version of a metric, the newest first. */
export async function readVersions(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  metricId: MetricView['id'],
): Promise<MetricVersionView[]> {
  const rows = await db
    .select()
    .from(metricVersion)
    .where(and(eq(metricVersion.workspaceId, workspaceId), eq(metricVersion.metricId, metricId)))
    .orderBy(desc(metricVersion.version))
    .limit(VERSIONS_MAX)
  const definitions = rows.map(({ definition }) => MetricDefinition.parse(definition))
  return rows.flatMap(({ version, actorName, note, createdAt }, i) => {
    const [definition, earlier] = [definitions[i], definitions[i + 1]]
    if (!definition) return []
    return {
      version,
      definition,
      by: actorName,
      note,
      at: createdAt,
      changed: earlier ? changesOf(earlier, definition) : [],
      breaks: earlier ? measuresOtherwise(earlier, definition) : false,
    }
  })
}

const VERSIONS_MAX = 200

/** Who writes a version, and why. */
export type Author = { actorId: string; actorName: string; note: string; now: Instant }

/** Stores the first version of a metric; null when the key is taken. */
export async function insertMetric(
  tx: Tx,
  workspaceId: WorkspaceId,
  definition: MetricDefinition,
  { actorId, actorName, note, now }: Author,
): Promise<MetricView | null> {
  const [row] = await tx
    .insert(metric)
    .values({
      id: newId('met', Date.parse(now)),
      workspaceId,
      key: definition.key,
      version: 1,
      definition,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning()
  if (!row) return null
  await tx
    .insert(metricVersion)
    .values({ workspaceId, metricId: row.id, version: 1, definition, actorId, actorName, note, createdAt: now })
  return viewOf(row)
}
