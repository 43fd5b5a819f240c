import { and, eq, inArray } from 'drizzle-orm'
import { metric, metricVersion } from '@/drizzle/schema/analysis'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { MetricDefinition, type MetricView } from '../core/schema'

const viewOf = (row: typeof metric.$inferSelect): MetricView => ({
  ...MetricDefinition.parse(row.definition),
  id: row.id,
  version: row.version,
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

/** Newest version of each metric: what tells a running analysis that one was redefined. */
export async function readMetricVersions(db: Db | Tx, workspaceId: WorkspaceId): Promise<Map<string, number>> {
  const rows = await db
    .select({ key: metric.key, version: metric.version })
    .from(metric)
    .where(eq(metric.workspaceId, workspaceId))
  return new Map(rows.map(({ key, version }) => [key, version]))
}

/** Stores the first version of a metric; null when the key is taken. */
export async function insertMetric(
  tx: Tx,
  workspaceId: WorkspaceId,
  definition: MetricDefinition,
  { actorId, now }: { actorId: string; now: Instant },
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
    .values({ workspaceId, metricId: row.id, version: 1, definition, actorId, createdAt: now })
  return viewOf(row)
}
