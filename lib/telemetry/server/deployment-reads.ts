import { and, asc, desc, eq, gte, lte, sql, type SQL } from 'drizzle-orm'
import { commitRef, deployment } from '@/drizzle/schema/telemetry-deployments'
import { DeploymentId, type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type DeploymentCommit, type DeploymentView } from '../core/deployment-schema'
import { type DeploymentRow } from './deployment-rows'

export type DeploymentPlace = { statusAt: Instant; id: DeploymentId }
export type DeploymentsAsked = {
  environmentId?: EnvironmentId | undefined
  /** Only those whose environment is mapped to nothing. */
  unmapped?: boolean | undefined
  service?: string | undefined
  from?: Instant | undefined
  to?: Instant | undefined
  before?: DeploymentPlace | null
  limit: number
}

type Read = { row: DeploymentRow; commits: number; previous: string | null }

/** The sha of what finished before it, of the same service in the same environment. */
const previous = sql<string | null>`(
  select b.sha from deployment b
  where b.workspace_id = deployment.workspace_id and b.service = deployment.service
    and b.environment_id = deployment.environment_id and b.id <> deployment.id and b.sha <> ''
    and b.finished_at < coalesce(deployment.finished_at, deployment.started_at, deployment.status_at)
  order by b.finished_at desc limit 1)`
const commits = sql<number>`(
  select count(*)::int from commit_ref c
  where c.workspace_id = deployment.workspace_id and c.deployment_id = deployment.id)`

/** Deployments by when something last became of them, the newest first. */
export async function listDeployments(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  asked: DeploymentsAsked,
): Promise<DeploymentView[]> {
  const { environmentId, unmapped, service, from, to, before = null, limit } = asked
  const wanted: (SQL | undefined)[] = [
    eq(deployment.workspaceId, workspaceId),
    environmentId === undefined ? undefined : eq(deployment.environmentId, environmentId),
    unmapped ? sql`${deployment.environmentId} is null` : undefined,
    service === undefined ? undefined : eq(deployment.service, service),
    from === undefined ? undefined : gte(deployment.statusAt, from),
    to === undefined ? undefined : lte(deployment.statusAt, to),
    before === null
      ? undefined
      : sql`(${deployment.statusAt}, ${deployment.id}) < (${before.statusAt}::timestamptz, ${before.id})`,
  ]
  const rows = await db
    .select({ row: deployment, commits, previous })
    .from(deployment)
    .where(and(...wanted))
    .orderBy(desc(deployment.statusAt), desc(deployment.id))
    .limit(limit)
  return rows.map(viewOf)
}

/** One deployment with its commits, the newest first; null: none of this id here. */
export async function readDeployment(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  id: string,
): Promise<{ view: DeploymentView; commits: DeploymentCommit[] } | null> {
  const known = DeploymentId.safeParse(id)
  if (!known.success) return null
  const its = and(eq(deployment.workspaceId, workspaceId), eq(deployment.id, known.data))
  const [row] = await db.select({ row: deployment, commits, previous }).from(deployment).where(its)
  if (!row) return null
  const list = await db
    .select({ sha: commitRef.sha, committedAt: commitRef.committedAt, title: commitRef.title })
    .from(commitRef)
    .where(and(eq(commitRef.workspaceId, workspaceId), eq(commitRef.deploymentId, known.data)))
    .orderBy(sql`${commitRef.committedAt} desc nulls last`, asc(commitRef.sha))
  return { view: viewOf(row), commits: list }
}

/** A place between two deployments, as a page names the next one. */
export const deploymentCursor = ({ statusAt, id }: DeploymentPlace): string =>
  Buffer.from(`${statusAt} ${id}`).toString('base64url')

/** Null: no page before gave this cursor. */
export function placeOfCursor(cursor: string): DeploymentPlace | null {
  const [at, its] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const [statusAt, id] = [Instant.safeParse(at), DeploymentId.safeParse(its)]
  return statusAt.success && id.success ? { statusAt: statusAt.data, id: id.data } : null
}

function viewOf({ row, commits: count, previous: before }: Read): DeploymentView {
  const { workspaceId: _, key: __, previousSha, byName, createdAt: ___, updatedAt: ____, ...view } = row
  return { ...view, previousSha: previousSha || before || '', by: byName, commits: count }
}
