import { and, desc, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import { decision, rollout } from '@/drizzle/schema/rollouts'
import { type EnvironmentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { readHeard } from '@/lib/telemetry/server/contract'
import { type ReadinessFacts } from '../core/readiness'
import { readOpenIncidents } from './open-incidents'

export type ReadinessQuestion = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  flagKey: string
  /** The rollout that is asked about does not overlap with itself. */
  rolloutId: RolloutId | null
  sources: ReadinessFacts['sources']
}

type Told = Pick<ReadinessFacts, 'owner' | 'unsigned' | 'freeze' | 'earlier'>

/** What the world answers to the readiness checks; `told` is what the caller knows already. */
export async function gatherReadiness(
  db: Db | Tx,
  question: ReadinessQuestion,
  told: Told,
  now: Instant,
): Promise<ReadinessFacts> {
  const { workspaceId, environmentId, flagKey, rolloutId, sources } = question
  const events = [...new Set(Object.values(sources).map(({ event }) => event))]
  const heard = await readHeard(db, { workspaceId, environmentId, flagKey, events }, now)
  return {
    ...told,
    now,
    heard,
    sources,
    tested: await readTested(db, workspaceId, environmentId),
    incidents: await readOpenIncidents(db, { workspaceId, environmentId, flagKey }),
    neighbours: await readNeighbours(db, workspaceId, environmentId, rolloutId),
  }
}

/** The last time that exposure was taken away here, by anybody, in earnest. */
async function readTested(db: Db | Tx, workspaceId: WorkspaceId, environmentId: EnvironmentId) {
  const [row] = await db
    .select({ at: decision.at, verb: decision.verb, number: rollout.number })
    .from(decision)
    .innerJoin(rollout, eq(rollout.id, decision.rolloutId))
    .where(
      and(
        eq(decision.workspaceId, workspaceId),
        eq(rollout.environmentId, environmentId),
        inArray(decision.verb, ['roll-back', 'stop']),
        isNotNull(decision.revision),
      ),
    )
    .orderBy(desc(decision.seq))
    .limit(1)
  if (!row) return null
  return { name: `RO-${row.number} was ${row.verb === 'stop' ? 'stopped' : 'rolled back'}`, at: row.at }
}

async function readNeighbours(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId,
  except: RolloutId | null,
): Promise<string[]> {
  const rows = await db
    .select({ number: rollout.number })
    .from(rollout)
    .where(
      and(
        eq(rollout.workspaceId, workspaceId),
        eq(rollout.environmentId, environmentId),
        isNotNull(rollout.liveKey),
        except === null ? undefined : ne(rollout.id, except),
      ),
    )
    .orderBy(desc(rollout.number))
    .limit(50)
  return rows.map(({ number }) => `RO-${number}`)
}
