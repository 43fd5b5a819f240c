import { and, eq } from 'drizzle-orm'
import { feedbackExposure, feedbackItem } from '@/drizzle/schema/feedback'
import { personIdentity } from '@/drizzle/schema/feedback-people'
import { toMs, type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { type StageLookup } from '@/lib/telemetry/server/contract'
import { strongestCohort } from '../core/exposure'
import { recount } from './cluster-rows'
import { snapshots } from './expose'
import { exposureRows } from './insert-items'
import { type ItemRow } from './item-rows'

/**
 * Exposure records that travelled longer than the words: looked for once more, soon after arrival, for people of whom
 * nothing was known. It adds a row that says so; what was frozen at arrival is never written over.
 */
export async function matchLate(
  tx: Tx,
  row: ItemRow,
  { stages, now }: { stages: StageLookup; now: Instant },
): Promise<ItemRow> {
  const { workspaceId, personId } = row
  if (row.cohort !== 'unknown' || personId === null) return row
  const rows = await tx
    .select({ hash: personIdentity.hash })
    .from(personIdentity)
    .where(
      and(
        eq(personIdentity.workspaceId, workspaceId),
        eq(personIdentity.personId, personId),
        eq(personIdentity.kind, 'unit'),
      ),
    )
  const [identity] = rows
  if (!identity) return row
  return exposeLate(tx, row, Buffer.from(identity.hash).toString('hex'), { stages, now })
}

/** What a unit had met when an item was written, as late rows; an item whose cohort is known stays as it is. */
export async function exposeLate(
  tx: Tx,
  row: ItemRow,
  unit: string,
  { stages, now }: { stages: StageLookup; now: Instant },
): Promise<ItemRow> {
  const { workspaceId, id, occurredAt } = row
  if (row.cohort !== 'unknown') return row
  const [exposure = []] = await snapshots(tx, workspaceId, stages, [
    { unit, atMs: toMs(occurredAt), environmentId: null },
  ])
  if (exposure.length === 0) return row
  const late = exposureRows(workspaceId, { id, occurredAt, exposure }, 'late_match', now)
  await tx.insert(feedbackExposure).values(late).onConflictDoNothing()
  const cohort = strongestCohort(exposure)
  const exposedTo = exposure.filter((one) => one.cohort === 'exposed').map((one) => one.flagKey)
  await tx.update(feedbackItem).set({ cohort, exposedTo }).where(eq(feedbackItem.id, id))
  if (row.clusterId) await recount(tx, workspaceId, [row.clusterId])
  return { ...row, cohort, exposedTo }
}
