import { and, desc, eq, gte, notInArray, or } from 'drizzle-orm'
import { rollout } from '@/drizzle/schema/rollouts'
import { listEnvironments, readFlag } from '@/lib/flags/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { gatesOf, gateView } from '../core/gates'
import { type RolloutNeed } from '../core/schema'
import { rolloutRow } from '../core/view'
import { leadingMetric } from '../core/verdict-sentences'
import { gatherFacts } from './gather-facts'
import { wholeRollout, type RolloutRow } from './rollout-rows'

const ENDED = ['rolled-back', 'finished', 'abandoned']
/** What a policy ended this long ago still wants to be looked at. */
const AFTER_MS = 24 * 3_600_000
const MOST = 50

/** Rollouts in flight, drafts left out, and those that ended with a roll back in the last day. */
export async function readRolloutNeeds(db: Db, viewer: Member, now: Instant): Promise<RolloutNeed[]> {
  const { workspaceId } = viewer
  const recently = and(eq(rollout.state, 'rolled-back'), gte(rollout.updatedAt, instant(toMs(now) - AFTER_MS)))
  const rows = await db
    .select()
    .from(rollout)
    .where(and(eq(rollout.workspaceId, workspaceId), or(notInArray(rollout.state, [...ENDED, 'draft']), recently)))
    .orderBy(desc(rollout.number))
    .limit(MOST)
  const environments = await listEnvironments(db, workspaceId)
  return Promise.all(
    rows.map((row) =>
      needOf(db, wholeRollout(row), viewer, now, (id) => environments.find((env) => env.id === id)?.name),
    ),
  )
}

async function needOf(
  db: Db,
  row: RolloutRow,
  viewer: Member,
  now: Instant,
  nameOf: (id: string) => string | undefined,
): Promise<RolloutNeed> {
  const facts = await gatherFacts(db, row, viewer, now)
  const flag = await readFlag(db, row.workspaceId, row.rollout.flagKey)
  const environmentName = nameOf(row.environmentId) ?? row.rollout.environmentKey
  const { state, verdict } = row.rollout
  const halted = 'by' in state ? { by: state.by.kind, name: state.by.name, verb: state.kind, at: state.at } : null
  return {
    ...rolloutRow(row.rollout, { ...facts, environmentName, owner: flag?.owner ?? '' }),
    halted,
    driver: (verdict && leadingMetric(verdict)?.name) ?? null,
    gates: gatesOf(row.rollout, facts).map(gateView),
    since: 'at' in state ? state.at : 'since' in state ? state.since : row.createdAt,
    peopleExposed: facts.people ?? 0,
  }
}
