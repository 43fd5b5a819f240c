import { readCountPoints } from '@/lib/analysis/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { type Rollout } from '@/lib/rollouts/core/model'
import { type CountPoint, type Onset, onsetOf } from '../core/impact'

/** The engine names the start of an hour or of a stage; the harm may have begun an hour earlier or any time later. */
const AROUND_MS = 3_600_000

/** When the harm began and when it was seen. `range`: null where only the engine's own start is known. */
export type Impact = { startedAt: Instant; detectedAt: Instant; range: { from: Instant; to: Instant } | null }

/** When the harm of a rollout began, as its counts tell it: the engine's start, sharpened to minutes. */
export async function readImpact(
  tx: Tx,
  workspaceId: WorkspaceId,
  { id: rolloutId, verdict, enteredAt }: Pick<Rollout, 'id' | 'verdict' | 'enteredAt'>,
  now: Instant,
): Promise<Impact | null> {
  if (!verdict) return null
  const detectedAt = verdict.since
  const driver = verdict.metrics.find(({ key }) => key === verdict.drivers[0])
  const startedAt = driver?.since && driver.since < detectedAt ? driver.since : detectedAt
  if (!driver) return { startedAt, detectedAt, range: null }
  const from = instant(toMs(startedAt) - AROUND_MS)
  const points = await readCountPoints(tx, workspaceId, { rolloutId, metric: driver.key, from, to: now })
  const onset = onsetOf(
    sinceEntered(points, enteredAt !== null && enteredAt >= from ? enteredAt : null),
    driver.direction,
  )
  return onset ? { detectedAt, ...until(onset, detectedAt) } : { startedAt, detectedAt, range: null }
}

/** A stage that began meanwhile had counted nothing when it began. */
function sinceEntered(points: readonly CountPoint[], enteredAt: Instant | null): readonly CountPoint[] {
  const [first] = points
  const isOne = points.every(({ stageId }) => stageId === first?.stageId)
  if (!first || !isOne || enteredAt === null || enteredAt >= first.at) return points
  const nothing = { exposedUnits: 0, baselineUnits: 0, exposedEvents: 0, baselineEvents: 0 }
  return [{ stageId: first.stageId, at: enteredAt, ...nothing }, ...points]
}

/** Nothing is seen before it begins. */
function until({ at, from, to }: Onset, detectedAt: Instant): Pick<Impact, 'startedAt' | 'range'> {
  const earliest = (moment: Instant): Instant => (moment < detectedAt ? moment : detectedAt)
  return { startedAt: earliest(at), range: { from: earliest(from), to: earliest(to) } }
}
