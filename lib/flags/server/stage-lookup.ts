import { and, desc, eq, inArray, lte } from 'drizzle-orm'
import { configSnapshot } from '@/drizzle/schema/flags'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { bucketOf } from '../core/bucket'
import { bucketingKey } from '../core/compile-rules'
import { type StageServed } from '../core/schema'

type Stages = Record<string, StageServed>
type Wanted = { environmentId: EnvironmentId; flag: string; revision: number | null; timeMs: number }
type StageOf = (
  environmentId: EnvironmentId,
  flag: string,
  revision: number | null,
  timeMs: number,
) => StageServed | null

const REVISIONS_KEPT = 5000
/** Records without a revision are looked up by the second. */
const second = (timeMs: number): number => Math.floor(timeMs / 1000)

/**
 * Which stage a revision of a flag served, by revision, else by event time (architecture §6). Revisions never change,
 * so they are asked once a process. The shape is the one that telemetry wants passed in.
 */
export function openStageLookup(db: Db) {
  const byRevision = new Map<string, Stages>()

  async function loadRevisions(
    workspaceId: WorkspaceId,
    environmentId: EnvironmentId,
    revisions: readonly number[],
  ): Promise<void> {
    const missing = revisions.filter((revision) => !byRevision.has(`${environmentId} ${revision}`))
    if (missing.length === 0) return
    if (byRevision.size > REVISIONS_KEPT) byRevision.clear()
    const rows = await db
      .select({ revision: configSnapshot.revision, stages: configSnapshot.stages })
      .from(configSnapshot)
      .where(
        and(
          eq(configSnapshot.workspaceId, workspaceId),
          eq(configSnapshot.environmentId, environmentId),
          inArray(configSnapshot.revision, missing),
        ),
      )
    for (const row of rows) byRevision.set(`${environmentId} ${row.revision}`, row.stages)
  }

  async function atTime(workspaceId: WorkspaceId, environmentId: EnvironmentId, timeMs: number): Promise<Stages> {
    const [row] = await db
      .select({ stages: configSnapshot.stages })
      .from(configSnapshot)
      .where(
        and(
          eq(configSnapshot.workspaceId, workspaceId),
          eq(configSnapshot.environmentId, environmentId),
          lte(configSnapshot.createdAt, instant((second(timeMs) + 1) * 1000)),
        ),
      )
      .orderBy(desc(configSnapshot.revision))
      .limit(1)
    return row?.stages ?? {}
  }

  return {
    async load(workspaceId: WorkspaceId, wanted: readonly Wanted[]): Promise<StageOf> {
      const byTime = new Map<string, Stages>()
      for (const environmentId of new Set(wanted.map((want) => want.environmentId))) {
        const here = wanted.filter((want) => want.environmentId === environmentId)
        await loadRevisions(workspaceId, environmentId, [...new Set(here.flatMap((want) => want.revision ?? []))])
        const unknown = here.filter(
          (want) => want.revision === null || !byRevision.has(`${environmentId} ${want.revision}`),
        )
        for (const at of new Set(unknown.map((want) => second(want.timeMs)))) {
          byTime.set(`${environmentId} ${at}`, await atTime(workspaceId, environmentId, at * 1000))
        }
      }
      return (environmentId, flag, revision, timeMs) => {
        const stages =
          byRevision.get(`${environmentId} ${revision}`) ?? byTime.get(`${environmentId} ${second(timeMs)}`)
        return stages?.[flag] ?? null
      }
    },

    /** The arm that the hash gives; null for a stage whose salt is not known. */
    armOf(served: { share: number; salt?: string }, unit: string): 'exposed' | 'control' | null {
      if (served.salt === undefined) return null
      return bucketOf(bucketingKey(served.salt, unit), 100_000) < served.share ? 'exposed' : 'control'
    },
  }
}
