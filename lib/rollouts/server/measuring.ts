import { and, desc, eq, sql } from 'drizzle-orm'
import { rollout } from '@/drizzle/schema/rollouts'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { ENDED } from './rollout-rows'

const MOST = 200

/** A rollout that measures a metric, and as what. */
export type Measuring = {
  id: string
  name: string
  flag: string
  role: 'guardrail' | 'goal'
  state: 'draft' | 'live' | 'ended'
}

const phase = (state: string): Measuring['state'] =>
  state === 'draft' ? 'draft' : [...ENDED].some((ended) => ended === state) ? 'ended' : 'live'

/** Rollouts that measure a metric or plan to, the newest first. */
export async function readMeasuring(db: Db | Tx, workspaceId: WorkspaceId, metric: string): Promise<Measuring[]> {
  const guards = sql<boolean>`${rollout.doc} -> 'guardrails' @> ${JSON.stringify([{ metric }])}::jsonb`
  const rows = await db
    .select({ id: rollout.id, number: rollout.number, flag: rollout.flagKey, state: rollout.state, guards })
    .from(rollout)
    .where(
      and(
        eq(rollout.workspaceId, workspaceId),
        sql`(${guards} or ${rollout.doc} -> 'goals' @> ${JSON.stringify([metric])}::jsonb)`,
      ),
    )
    .orderBy(desc(rollout.number))
    .limit(MOST)
  return rows.map(({ id, number, flag, guards: isGuardrail, state }) => ({
    id,
    flag,
    name: `RO-${number}`,
    role: isGuardrail ? 'guardrail' : 'goal',
    state: phase(state),
  }))
}

/** How many rollouts that are not over measure each metric, by its key. */
export async function countMeasuring(
  db: Db | Tx,
  workspaceId: WorkspaceId,
): Promise<Map<string, { live: number; drafts: number }>> {
  const rows = await db.execute<{ key: string; live: number; drafts: number }>(sql`
    select named.key, count(*) filter (where r.state <> 'draft')::int as live,
      count(*) filter (where r.state = 'draft')::int as drafts
    from rollout r cross join lateral (
      select g ->> 'metric' as key from jsonb_array_elements(r.doc -> 'guardrails') g
      union select jsonb_array_elements_text(r.doc -> 'goals')
    ) named
    where r.workspace_id = ${workspaceId} and r.state not in ('rolled-back', 'finished', 'abandoned')
    group by named.key`)
  return new Map(rows.map(({ key, live, drafts }) => [key, { live, drafts }]))
}
