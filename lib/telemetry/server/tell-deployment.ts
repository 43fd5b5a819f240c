import { recordTimelines, type NewTimelineEvent } from '@/lib/governance/server/contract'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { deploymentTitle, TIME_OF } from '../core/deployment'
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from '../core/deployment-schema'
import { type DeploymentRow } from './deployment-rows'
import { type EnvironmentNamed } from './environments-of'

const KINDS = {
  started: 'deploy.started',
  finished: 'deploy.finished',
  failed: 'deploy.failed',
  'rolled-back': 'deploy.rolled_back',
} as const satisfies Record<DeploymentStatus, string>
const PROVIDERS = { api: 'CI', github: 'GitHub', gitlab: 'GitLab' } as const

/** Who deployed, as timelines say it. */
const byOf = ({ byName, provider }: DeploymentRow): string => byName || PROVIDERS[provider]

/**
 * A row on every timeline for each state of a deployment that is known, once each. One whose environment is mapped to
 * nothing is not told: it would stand beside the wrong rollouts.
 */
export async function tellDeployment(
  tx: Tx,
  row: DeploymentRow,
  environments: readonly EnvironmentNamed[],
  { now, isClamped = false }: { now: Instant; isClamped?: boolean },
): Promise<void> {
  const environment = environments.find(({ id }) => id === row.environmentId)
  if (!environment) return
  const { id, workspaceId, service, version, sha, url, provider } = row
  const byName = byOf(row)
  const events = DEPLOYMENT_STATUSES.flatMap((status): NewTimelineEvent[] => {
    const occurredAt = row[TIME_OF[status]]
    if (occurredAt === null) return []
    return [
      {
        workspaceId,
        environmentId: environment.id,
        service,
        kind: KINDS[status],
        source: provider === 'api' ? 'ci' : provider,
        occurredAt,
        recordedAt: now,
        actor: { kind: 'integration', id: provider, name: byName },
        title: deploymentTitle({ service, version, sha, byName }, environment.name, status),
        data: { deployment: id, version, sha, ...(url ? { link: url } : {}), ...(isClamped ? { clamped: true } : {}) },
        dedupeKey: `deploy:${id}:${status}`,
      },
    ]
  })
  await recordTimelines(tx, events)
}
