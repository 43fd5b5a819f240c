import { sql } from 'drizzle-orm'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { readMeasurementPlan } from './measurement'

/** First events, and the time that people without one yet were watched, in person-seconds. */
export type Watched = { events: number; personS: number }

// Whoever enters at t is at risk from t on, whoever leaves is not: each counts for what is left of a stretch.
const watched = (start: Instant, end: Instant) => sql<number>`coalesce(sum(risk * greatest(0,
  extract(epoch from ${end}::timestamptz - greatest(arrived_at, ${start}::timestamptz)))), 0)::float8`
const events = (start: Instant, end: Instant) => sql<number>`coalesce(sum(events) filter (
  where arrived_at >= ${start}::timestamptz and arrived_at < ${end}::timestamptz), 0)::int`

/**
 * What the baseline cohort of a rollout did in a metric before and after a moment. Only of first events, which have risk
 * sets; null otherwise, and where nobody was measured.
 */
export async function readBaselineAround(
  db: Db | Tx,
  { workspaceId, rolloutId, metric }: { workspaceId: WorkspaceId; rolloutId: RolloutId; metric: string },
  { from, at, to }: { from: Instant; at: Instant; to: Instant },
): Promise<{ before: Watched; after: Watched } | null> {
  const measured = await readMeasurementPlan(db, workspaceId, rolloutId)
  const place = measured?.plan.metrics.findIndex(({ key }) => key === metric) ?? -1
  if (measured?.plan.metrics[place]?.aggregation !== 'first-event') return null
  const index = place + 1
  const [row] = await db.execute<
    Record<'events_before' | 'person_before' | 'events_after' | 'person_after', number>
  >(sql`
    select ${events(from, at)} as events_before, ${watched(from, at)} as person_before,
      ${events(at, to)} as events_after, ${watched(at, to)} as person_after
    from (
      select arrived_at, coalesce(risk_enter[${index}], 0) - coalesce(risk_exit[${index}], 0) as risk,
        coalesce(first_events[${index}], 0) as events
      from cohort_delta
      where workspace_id = ${workspaceId} and rollout_id = ${rolloutId} and arm = 'control'
        and arrived_at < ${to}::timestamptz
    ) counted`)
  if (!row) return null
  return {
    before: { events: row.events_before, personS: row.person_before },
    after: { events: row.events_after, personS: row.person_after },
  }
}
