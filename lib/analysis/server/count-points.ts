import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { analysisPoint } from '@/drizzle/schema/analysis'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'

/** More are never drawn in the hours that anybody asks about. */
const POINTS_MAX = 5000

/** What had been counted of one metric in both arms, from the start of each stage, at every moment that was drawn. */
export function readCountPoints(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  { rolloutId, metric, from, to }: { rolloutId: RolloutId; metric: string; from: Instant; to: Instant },
) {
  const { stageId, at, exposedUnits, baselineUnits, exposedEvents, baselineEvents } = analysisPoint
  return db
    .select({ stageId, at, exposedUnits, baselineUnits, exposedEvents, baselineEvents })
    .from(analysisPoint)
    .where(
      and(
        eq(analysisPoint.workspaceId, workspaceId),
        eq(analysisPoint.rolloutId, rolloutId),
        eq(analysisPoint.metric, metric),
        gte(at, from),
        lte(at, to),
      ),
    )
    .orderBy(asc(at))
    .limit(POINTS_MAX)
}
