import { and, eq, inArray, or } from 'drizzle-orm'
import { deploymentMapping } from '@/drizzle/schema/telemetry-deployments'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { type DeploymentReport, type ReportRejection } from '../core/deployment-schema'
import { type EnvironmentNamed } from './environments-of'

export type Named =
  | { kind: 'known'; environmentId: EnvironmentId; service: string }
  | { kind: 'unmapped'; service: string }
  | { kind: 'ignored' }
  | { kind: 'rejected'; code: ReportRejection }

type Mapping = typeof deploymentMapping.$inferSelect

/** What a report's names are in words of ours: as somebody mapped them, else an environment of that key or name. */
export async function openNames(
  tx: Db | Tx,
  workspaceId: WorkspaceId,
  reports: readonly DeploymentReport[],
  { environments, ofKey }: { environments: readonly EnvironmentNamed[]; ofKey: EnvironmentId | null },
): Promise<(report: DeploymentReport) => Named> {
  const mappings = await readMappings(tx, workspaceId, reports)
  const mapped = (kind: Mapping['kind'], told: string) =>
    mappings.find((one) => one.kind === kind && one.told === told.toLowerCase())
  return (report) => {
    const { environment: told, provider } = report
    const service = mapped('repository', report.repository)?.service ?? report.service
    const mapping = mapped('environment', told)
    if (mapping?.ignored && provider !== 'api') return { kind: 'ignored' }
    const environmentId = mapping?.environmentId ?? (told === '' ? ofKey : findByName(environments, told))
    if (report.onlyMapped && !mapping) return { kind: 'ignored' }
    if (environmentId === null) {
      if (provider !== 'api') return { kind: 'unmapped', service }
      return { kind: 'rejected', code: told === '' ? 'bad-environment' : 'unknown-environment' }
    }
    if (ofKey !== null && environmentId !== ofKey) return { kind: 'rejected', code: 'wrong-environment' }
    return { kind: 'known', environmentId, service }
  }
}

function findByName(environments: readonly EnvironmentNamed[], told: string): EnvironmentId | null {
  const name = told.toLowerCase()
  const fits = (one: EnvironmentNamed) => one.id === told || one.key.toLowerCase() === name
  return (environments.find(fits) ?? environments.find((one) => one.name.toLowerCase() === name))?.id ?? null
}

async function readMappings(
  tx: Db | Tx,
  workspaceId: WorkspaceId,
  reports: readonly DeploymentReport[],
): Promise<Mapping[]> {
  const toldOf = (kind: Mapping['kind'], names: readonly string[]) =>
    and(eq(deploymentMapping.kind, kind), inArray(deploymentMapping.told, [...new Set(names)]))
  if (reports.length === 0) return []
  return tx
    .select()
    .from(deploymentMapping)
    .where(
      and(
        eq(deploymentMapping.workspaceId, workspaceId),
        or(
          toldOf(
            'environment',
            reports.map(({ environment }) => environment.toLowerCase()),
          ),
          toldOf(
            'repository',
            reports.map(({ repository }) => repository.toLowerCase()),
          ),
        ),
      ),
    )
}
