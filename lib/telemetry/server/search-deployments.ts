import { and, desc, eq, ilike, or } from 'drizzle-orm'
import { deployment } from '@/drizzle/schema/telemetry-deployments'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'
import { type DeploymentStatus } from '../core/deployment-schema'

export type FoundDeployment = {
  service: string
  version: string
  sha: string
  environmentTold: string
  status: DeploymentStatus
}

/** Deployments whose service, version or sha has every word, the newest first. @param q any text; empty finds none */
export async function searchDeployments(
  db: Db,
  workspaceId: WorkspaceId,
  q: string,
  limit: number,
): Promise<FoundDeployment[]> {
  if (q.trim() === '') return []
  const { service, version, sha, environmentTold, status } = deployment
  const words = likeWords(q).map((like) => or(ilike(service, like), ilike(version, like), ilike(sha, like)))
  return db
    .select({ service, version, sha, environmentTold, status })
    .from(deployment)
    .where(and(eq(deployment.workspaceId, workspaceId), ...words))
    .orderBy(desc(deployment.statusAt))
    .limit(limit)
}
