import { createHash } from 'node:crypto'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { commitRef, deployment, deploymentDelivery } from '@/drizzle/schema/telemetry-deployments'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, type Instant, toMs } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { deploymentKey, progressWith, toldBy } from '../core/deployment'
import { type DeploymentReport } from '../core/deployment-schema'

const TRIES = 5

export type DeploymentRow = typeof deployment.$inferSelect

type Place = { workspaceId: WorkspaceId; environmentId: EnvironmentId | null; now: Instant }

/** The deployment as it was and as it is after a report of it; `before` is null for the first. */
export type SavedReport = { before: DeploymentRow | null; after: DeploymentRow; isClamped: boolean }

/** Takes a report into its deployment's one row. Whoever reports at the same time waits for the row. */
export async function saveReport(tx: Tx, place: Place, report: DeploymentReport): Promise<SavedReport> {
  const { workspaceId, environmentId, now } = place
  // A provider's own name for it stays the same when somebody maps it later.
  const environment = report.provider === 'api' ? (environmentId ?? '') : report.environment.toLowerCase()
  const key = createHash('sha256').update(deploymentKey(report, environment)).digest()
  const { isClamped, ...told } = toldBy(report, now)
  const its = and(eq(deployment.workspaceId, workspaceId), eq(deployment.key, key))
  const find = async () => (await tx.select().from(deployment).where(its).for('update'))[0] ?? null
  let before = (await find()) ?? (await rolledBackBy(tx, place, report))
  // Somebody else may be the first; and ids of one millisecond may meet, then another one is tried.
  for (let tries = 0; !before && tries < TRIES; tries += 1) {
    const first = { ...wordsOf(report), ...progressWith(null, told), createdAt: now, updatedAt: now }
    const { provider, service, environment: environmentTold } = report
    const [made] = await tx
      .insert(deployment)
      .values({ id: newId('dep'), workspaceId, key, provider, service, environmentId, environmentTold, ...first })
      .onConflictDoNothing()
      .returning()
    if (made) {
      await saveCommits(tx, made, report, now)
      return { before: null, after: made, isClamped }
    }
    before = await find()
  }
  if (!before) throw new Error('a deployment was neither made nor found')
  const words = filledIn(before, wordsOf(report))
  const set = {
    ...words,
    ...progressWith(before, told),
    // Its environment may have come to be known since.
    environmentId: before.environmentId ?? environmentId,
    updatedAt: now,
  }
  const own = and(eq(deployment.workspaceId, workspaceId), eq(deployment.id, before.id))
  const [after] = await tx.update(deployment).set(set).where(own).returning()
  if (!after) throw new Error('a locked deployment went away')
  await saveCommits(tx, after, report, now)
  return { before, after, isClamped }
}

/** What is rolled back is often told by another pipeline than brought it: the newest of this version is meant. */
async function rolledBackBy(
  tx: Tx,
  { workspaceId, environmentId }: Place,
  { provider, status, id, service, version, sha }: DeploymentReport,
): Promise<DeploymentRow | null> {
  if (provider !== 'api' || status !== 'rolled-back' || id !== undefined || environmentId === null) return null
  const its = and(
    eq(deployment.workspaceId, workspaceId),
    eq(deployment.service, service),
    eq(deployment.environmentId, environmentId),
    version === '' ? undefined : eq(deployment.version, version),
    sha === undefined ? undefined : eq(deployment.sha, sha),
  )
  const [row] = await tx.select().from(deployment).where(its).orderBy(desc(deployment.statusAt)).limit(1).for('update')
  return row ?? null
}

const wordsOf = (report: DeploymentReport) => ({
  providerId: report.providerId,
  repository: report.repository,
  version: report.version,
  sha: report.sha ?? '',
  ref: report.ref,
  previousSha: report.previousSha ?? '',
  pipeline: report.pipeline,
  url: report.url,
  byName: report.actor,
})

/** What is known stays; later reports fill the gaps. */
function filledIn<W extends Record<string, string>>(known: W, told: W): W {
  const filled = { ...told }
  for (const name of Object.keys(told) as (keyof W)[]) filled[name] = known[name] || told[name] // own keys
  return filled
}

async function saveCommits(tx: Tx, { id, workspaceId }: DeploymentRow, { commits }: DeploymentReport, now: Instant) {
  if (commits.length === 0) return
  const nowMs = toMs(now)
  const rows = commits.map(({ sha, at, title }) => {
    const committedAt = at === undefined ? null : instant(Math.min(at, nowMs))
    return { workspaceId, deploymentId: id, sha, committedAt, title }
  })
  await tx.insert(commitRef).values(rows).onConflictDoNothing()
}

/** Deployments of an environment nobody knew, which is known from now on; and those of a repository by its service. */
export async function mapRows(
  tx: Tx,
  workspaceId: WorkspaceId,
  told: { environment: string; environmentId: EnvironmentId } | { repository: string; service: string },
): Promise<DeploymentRow[]> {
  const ours = eq(deployment.workspaceId, workspaceId)
  if ('environment' in told) {
    const its = and(
      ours,
      sql`${deployment.environmentId} is null and lower(${deployment.environmentTold}) = ${told.environment}`,
    )
    const rows = await tx.update(deployment).set({ environmentId: told.environmentId }).where(its).returning()
    await tellMapped(tx, workspaceId, rows)
    return rows
  }
  const its = and(ours, sql`lower(${deployment.repository}) = ${told.repository}`)
  return tx.update(deployment).set({ service: told.service }).where(its).returning()
}

/** Deliveries of what took its place say so. */
async function tellMapped(tx: Tx, workspaceId: WorkspaceId, rows: readonly DeploymentRow[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx
    .update(deploymentDelivery)
    .set({ outcome: 'taken' })
    .where(and(eq(deploymentDelivery.workspaceId, workspaceId), inArray(deploymentDelivery.deploymentId, ids)))
}
