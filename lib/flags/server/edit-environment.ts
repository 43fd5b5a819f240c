import { and, asc, eq, sql } from 'drizzle-orm'
import { environment } from '@/drizzle/schema/flags'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { CreateEnvironmentInput, EditEnvironmentInput, MoveEnvironmentInput } from '../core/environment-schema'
import { createEnvironment as insertEnvironment } from './environments'
import { publishRevision } from './publish'

const MOST = 30

type Saved = { environmentId: EnvironmentId; version: number }

/** A further environment, last in the order; it serves its first revision at once. */
export const createEnvironment = command<CreateEnvironmentInput, Saved & { key: string }>({
  name: 'environment.create',
  permission: 'environment.edit',
  input: CreateEnvironmentInput,
  async run({ tx, actor, now }, { key, name, fourEyes }) {
    const { workspaceId } = actor
    const all = await lockAll(tx, workspaceId)
    if (all.some((one) => one.key === key)) {
      return refuse('already-exists', 'There is an environment with this key.', { field: 'key' })
    }
    if (all.length >= MOST) return refuse('too-many', `A workspace has at most ${MOST} environments.`)
    const position = Math.max(-1, ...all.map((one) => one.position)) + 1
    const row = await insertEnvironment(tx, { workspaceId, key, name, position, fourEyes }, now)
    const published = await publishRevision(tx, { workspaceId, environmentId: row.id }, now)
    if (!published.ok) return published
    return {
      ok: true,
      value: { environmentId: row.id, key, version: row.version },
      object: { kind: 'environment', id: row.id },
      detail: { key, name, fourEyes },
      topics: [{ topic: 'environments', id: row.id, version: row.version }],
    }
  },
})

/** Name, approvals, freeze windows and the time that clients have to confirm. Nothing of it changes what is served. */
export const editEnvironment = command<EditEnvironmentInput, Saved>({
  name: 'environment.edit',
  permission: 'environment.edit',
  input: EditEnvironmentInput,
  async run({ tx, actor }, { environmentId, expectedVersion, ...wish }) {
    const its = and(eq(environment.workspaceId, actor.workspaceId), eq(environment.id, environmentId))
    const [row] = await tx.select().from(environment).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such environment here.')
    if (expectedVersion !== undefined && expectedVersion !== row.version) {
      return refuse('stale-version', 'Somebody changed this environment meanwhile. Nothing was changed.', {
        remedy: 'Look again and decide anew.',
      })
    }
    const before = settingsOf(row)
    const after = { ...before, ...wish }
    const version = row.version + 1
    await tx
      .update(environment)
      .set({ ...after, version })
      .where(its)
    return {
      ok: true,
      value: { environmentId, version },
      object: { kind: 'environment', id: environmentId },
      detail: { key: row.key, before, after },
      topics: [{ topic: 'environments', id: environmentId, version }],
    }
  },
})

function settingsOf(row: typeof environment.$inferSelect) {
  const { name, fourEyes, approvalsMin, confirmWithinS, freezes, weeklyFreezes } = row
  return { name, fourEyes, approvalsMin, confirmWithinS, freezes, weeklyFreezes }
}

/** Puts an environment at another place in the order. */
export const moveEnvironment = command<MoveEnvironmentInput, { order: EnvironmentId[] }>({
  name: 'environment.move',
  permission: 'environment.edit',
  input: MoveEnvironmentInput,
  async run({ tx, actor }, { environmentId, to }) {
    const ids = (await lockAll(tx, actor.workspaceId)).map(({ id }) => id)
    if (!ids.includes(environmentId)) return refuse('not-found', 'There is no such environment here.')
    const order = ids.filter((id) => id !== environmentId).toSpliced(to, 0, environmentId)
    for (const [position, id] of order.entries()) {
      await tx
        .update(environment)
        .set({ position, version: sql`${environment.version} + 1` })
        .where(and(eq(environment.workspaceId, actor.workspaceId), eq(environment.id, id)))
    }
    return {
      ok: true,
      value: { order },
      object: { kind: 'environment', id: environmentId },
      detail: { from: ids.indexOf(environmentId), to: order.indexOf(environmentId) },
      topics: order.map((id) => ({ topic: 'environments', id, version: 0 })),
    }
  },
})

async function lockAll(tx: Tx, workspaceId: WorkspaceId) {
  // Two who add or move at once wait for each other, also where there is no row to lock yet.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`environments:${workspaceId}`}, 0))`)
  return tx
    .select({ id: environment.id, key: environment.key, position: environment.position })
    .from(environment)
    .where(eq(environment.workspaceId, workspaceId))
    .orderBy(asc(environment.position), asc(environment.id))
}
