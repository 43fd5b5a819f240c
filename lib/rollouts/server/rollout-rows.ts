import { and, desc, eq } from 'drizzle-orm'
import { decision, rollout, type RolloutVersions } from '@/drizzle/schema/rollouts'
import { type EnvironmentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Rollout } from '../core/model'
import { type StateKind } from '../core/schema'

export type RolloutRow = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  rollout: Rollout
  versions: RolloutVersions
  published: { revision: number; at: Instant } | null
  createdAt: Instant
}

export const ENDED: ReadonlySet<StateKind> = new Set(['rolled-back', 'finished', 'abandoned'])
const NOT_LIVE: ReadonlySet<StateKind> = new Set([...ENDED, 'draft', 'rolling-back'])

/** The verdict has a column of its own, so that a tick rewrites little; here the model is whole again. */
export function wholeRollout(row: typeof rollout.$inferSelect): RolloutRow {
  const { workspaceId, environmentId, versions, published, createdAt } = row
  return {
    workspaceId,
    environmentId,
    versions,
    published,
    createdAt,
    rollout: { ...row.doc, verdict: row.verdict ?? null },
  }
}

/** The rollout, locked until the transaction ends. Every decision goes through this lock: one wins, the other reads what it left. */
export async function lockRollout(tx: Tx, workspaceId: WorkspaceId, id: RolloutId): Promise<RolloutRow | null> {
  const [row] = await tx
    .select()
    .from(rollout)
    .where(and(eq(rollout.workspaceId, workspaceId), eq(rollout.id, id)))
    .for('update')
  return row ? wholeRollout(row) : null
}

/** By id, or by the number that people say aloud (RO-142). */
export async function findRollout(db: Db | Tx, workspaceId: WorkspaceId, idOrName: string): Promise<RolloutRow | null> {
  const said = /^RO-(\d{1,9})$/i.exec(idOrName)
  const which = said ? eq(rollout.number, Number(said[1])) : eq(rollout.id, idOrName as RolloutId) // compared only
  const [row] = await db
    .select()
    .from(rollout)
    .where(and(eq(rollout.workspaceId, workspaceId), which))
  return row ? wholeRollout(row) : null
}

/** Name of the rollout that is live on this flag and environment, if it is another one. */
export async function liveRolloutName(tx: Db | Tx, row: RolloutRow): Promise<string | null> {
  const [other] = await tx
    .select({ number: rollout.number, id: rollout.id })
    .from(rollout)
    .where(and(eq(rollout.workspaceId, row.workspaceId), eq(rollout.liveKey, liveKeyOf(row))))
  return other && other.id !== row.rollout.id ? `RO-${other.number}` : null
}

const liveKeyOf = (row: RolloutRow): string => `${row.environmentId}/${row.rollout.flagKey}`

/** Draft and not yet started rollouts do not hold the flag; a stopped one still does. */
function isLive({ state }: Rollout): boolean {
  if (state.kind === 'awaiting-approval') return state.from !== null || state.resuming !== null
  return !NOT_LIVE.has(state.kind)
}

export async function insertRollout(tx: Tx, row: RolloutRow): Promise<void> {
  const { verdict: _, ...doc } = row.rollout
  await tx.insert(rollout).values({
    id: row.rollout.id,
    workspaceId: row.workspaceId,
    number: row.rollout.number,
    environmentId: row.environmentId,
    flagKey: row.rollout.flagKey,
    state: row.rollout.state.kind,
    version: row.rollout.version,
    doc: { ...doc, verdict: null },
    versions: row.versions,
    createdAt: row.createdAt,
    updatedAt: row.createdAt,
  })
}

/** Writes a locked rollout back. */
export async function updateRollout(tx: Tx, row: RolloutRow, now: Instant): Promise<void> {
  const { verdict, ...doc } = row.rollout
  await tx
    .update(rollout)
    .set({
      state: row.rollout.state.kind,
      version: row.rollout.version,
      doc: { ...doc, verdict: null },
      verdict,
      versions: row.versions,
      published: row.published,
      liveKey: isLive(row.rollout) ? liveKeyOf(row) : null,
      updatedAt: now,
    })
    .where(and(eq(rollout.workspaceId, row.workspaceId), eq(rollout.id, row.rollout.id)))
}

export type DecisionRow = typeof decision.$inferSelect

export function listDecisions(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  limit = 50,
): Promise<DecisionRow[]> {
  return db
    .select()
    .from(decision)
    .where(and(eq(decision.workspaceId, workspaceId), eq(decision.rolloutId, rolloutId)))
    .orderBy(desc(decision.seq))
    .limit(limit)
}
