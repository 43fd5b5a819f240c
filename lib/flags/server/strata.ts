import { and, desc, eq, inArray } from 'drizzle-orm'
import { rolloutStratum } from '@/drizzle/schema/flags'
import { recordTimeline } from '@/lib/governance/server/contract'
import { type EnvironmentId, type RolloutId, type StageId, type WorkspaceId } from '@/lib/kernel/id'
import { type Refusal } from '@/lib/kernel/result'
import { toMs, type Instant } from '@/lib/kernel/time'
import { sha256 } from '@/lib/platform/audit'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type StageServed } from '../core/schema'
import { stratumOpened } from './events'
import { type EditContext } from './plan'

type Stages = Readonly<Record<string, StageServed>>
type Place = { workspaceId: WorkspaceId; environmentId: EnvironmentId; revision: number }

/** Who is eligible changed in the middle of a stage: from this revision on evidence is counted apart. */
export type OpenedStratum = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  flagKey: string
  rolloutId: RolloutId
  stageId: StageId
  stratumId: StageId
}

/**
 * Under which stratum a revision's stages are counted. A stage begins with a stratum of its own name; whenever other
 * people come to it than before, another one opens, so that evidence from before and after is never pooled.
 * @param eligible who comes to each rollout's rule, as text
 */
export async function settleStrata(
  tx: Tx,
  place: Place,
  stages: Stages,
  eligible: ReadonlyMap<string, string>,
  now: Instant,
): Promise<{ stages: Record<string, StageServed>; opened: OpenedStratum[] }> {
  const { revision, ...where } = place
  const latest = await readLatest(
    tx,
    place.workspaceId,
    Object.values(stages).map(({ stageId }) => stageId),
  )
  const settled: Record<string, StageServed> = {}
  const opened: OpenedStratum[] = []
  for (const [flagKey, served] of Object.entries(stages)) {
    const { rolloutId, stageId } = served
    const people = sha256(eligible.get(flagKey) ?? '')
    const last = latest.get(`${rolloutId} ${stageId}`)
    const isSame = last?.eligible === people
    const stratumId = isSame ? last.stratumId : last ? newId('stg', toMs(now)) : stageId
    settled[flagKey] = stratumId === stageId ? served : { ...served, stratumId }
    if (isSame) continue
    await tx
      .insert(rolloutStratum)
      .values({ ...where, rolloutId, stageId, revision, stratumId, eligible: people, openedAt: now })
    if (last) opened.push({ ...where, flagKey, rolloutId, stageId, stratumId })
  }
  return { stages: settled, opened }
}

type Latest = Pick<typeof rolloutStratum.$inferSelect, 'eligible' | 'stratumId'>

async function readLatest(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  stageIds: readonly StageId[],
): Promise<Map<string, Latest>> {
  if (stageIds.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([rolloutStratum.rolloutId, rolloutStratum.stageId])
    .from(rolloutStratum)
    .where(and(eq(rolloutStratum.workspaceId, workspaceId), inArray(rolloutStratum.stageId, [...stageIds])))
    .orderBy(rolloutStratum.rolloutId, rolloutStratum.stageId, desc(rolloutStratum.revision))
  return new Map(rows.map((row) => [`${row.rolloutId} ${row.stageId}`, row]))
}

/** Under which stratum the evidence of a rollout's stage is counted now; the stage itself before it was served. */
export async function readStratum(
  db: Db | Tx,
  { workspaceId, rolloutId, stageId }: { workspaceId: WorkspaceId; rolloutId: RolloutId; stageId: StageId },
): Promise<StageId> {
  const latest = await readLatest(db, workspaceId, [stageId])
  return latest.get(`${rolloutId} ${stageId}`)?.stratumId ?? stageId
}

/**
 * Tells the timelines and whoever compares the cohorts that strata opened.
 * @param own the rollout whose own decision published: it is told by that decision
 */
export async function tellStrata(
  context: EditContext,
  opened: readonly OpenedStratum[],
  own: RolloutId | null = null,
): Promise<Refusal | null> {
  const { tx, actor, now } = context
  for (const stratum of opened) {
    const { workspaceId, environmentId, flagKey, rolloutId } = stratum
    await recordTimeline(tx, {
      workspaceId,
      environmentId,
      flagKey,
      rolloutId,
      kind: 'rollout.stratum_opened',
      occurredAt: now,
      recordedAt: now,
      actor,
      title:
        rolloutId === own
          ? `Other people come into the comparison of ${flagKey} than before it was stopped`
          : `${actor.name} changed who comes into the comparison of ${flagKey}`,
      body: 'A new stratum begins: people seen before and after are compared apart, never together.',
      data: { stageId: stratum.stageId, stratumId: stratum.stratumId },
    })
    const refused = rolloutId === own ? null : await context.emit(stratumOpened, stratum)
    if (refused) return refused
  }
  return null
}
