import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import {
  deployment,
  deploymentDelivery,
  deploymentMapping,
  deploymentSource,
} from '@/drizzle/schema/telemetry-deployments'
import { ingestRejection } from '@/drizzle/schema/telemetry'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type DeploymentSetup } from '../core/deployment-schema'
import { listDeployments } from './deployment-reads'
import { webhookPath } from './deployment-sources'

const DELIVERIES_SHOWN = 50
const DEPLOYMENTS_SHOWN = 10
const UNMAPPED_SHOWN = 50
const DAY_MS = 86_400_000

/** How deployments come in: webhooks, names that were mapped and those that were not, what came last. Never a secret. */
export async function readDeploymentSetup(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  now: Instant,
): Promise<DeploymentSetup> {
  const told = sql<string>`lower(${deployment.environmentTold})`
  const [deployments, sources, mappings, deliveries, unmapped, refused] = await Promise.all([
    listDeployments(db, workspaceId, { limit: DEPLOYMENTS_SHOWN }),
    db
      .select()
      .from(deploymentSource)
      .where(eq(deploymentSource.workspaceId, workspaceId))
      .orderBy(asc(deploymentSource.provider), asc(deploymentSource.name)),
    db
      .select()
      .from(deploymentMapping)
      .where(eq(deploymentMapping.workspaceId, workspaceId))
      .orderBy(asc(deploymentMapping.kind), asc(deploymentMapping.told)),
    db
      .select()
      .from(deploymentDelivery)
      .where(eq(deploymentDelivery.workspaceId, workspaceId))
      .orderBy(desc(deploymentDelivery.receivedAt))
      .limit(DELIVERIES_SHOWN),
    db
      .select({ told, deployments: sql<number>`count(*)::int` })
      .from(deployment)
      .where(and(eq(deployment.workspaceId, workspaceId), isNull(deployment.environmentId)))
      .groupBy(told)
      .orderBy(desc(sql`count(*)`), asc(told))
      .limit(UNMAPPED_SHOWN),
    db
      .select({ count: sql<number>`coalesce(sum(${ingestRejection.count}), 0)::int` })
      .from(ingestRejection)
      .where(
        and(
          eq(ingestRejection.workspaceId, workspaceId),
          inArray(ingestRejection.door, ['github', 'gitlab', 'deployments']),
          gt(ingestRejection.hour, instant(toMs(now) - DAY_MS)),
        ),
      ),
  ])
  return {
    deployments,
    sources: sources.map(({ id, provider, name, createdAt }) => {
      return { id, provider, name, createdAt, webhookPath: webhookPath(provider, id) }
    }),
    mappings: mappings.map(({ kind, told: name, environmentId, service, ignored }) => {
      return { kind, told: name, environmentId, service, ignored }
    }),
    deliveries: deliveries.map(({ provider, deliveryId, event, outcome, detail, receivedAt }) => {
      return { provider, deliveryId, event, outcome, detail, receivedAt }
    }),
    unmapped,
    refusedToday: refused[0]?.count ?? 0,
  }
}

/** Webhooks that came before a moment are told no longer; the deployments they told of stay. */
export async function forgetDeliveries(db: Db, workspaceId: WorkspaceId, before: Instant): Promise<void> {
  const its = eq(deploymentDelivery.workspaceId, workspaceId)
  await db.delete(deploymentDelivery).where(and(its, lt(deploymentDelivery.receivedAt, before)))
}
