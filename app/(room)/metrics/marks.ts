import { type ChartEvent } from '@/components/charts/types'
import { type MetricUser, type MetricVersionView } from '@/lib/analysis/core/schema'
import { readChanges } from '@/lib/governance/server/timeline-of'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/moments'
import { type Runtime } from '@/lib/platform/runtime'
import { DEPLOY_KINDS, withoutOvertaken } from '@/lib/rollouts/core/deploys'

const DAYS_MS = 30 * 86_400_000
/** More marks than this on a month say nothing. */
const MOST = 200
const ROLLOUT_KINDS = [
  'rollout.started',
  'rollout.stage_changed',
  'rollout.stopped',
  'rollout.rolled_back',
  'rollout.finished',
]

const KINDS = ['person', 'service', 'policy', 'system'] as const

type Asked = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  users: readonly MetricUser[]
  versions: readonly MetricVersionView[]
  now: Instant
}

/** What happened in an environment in the last 30 days: deployments, rollouts that measure the metric, its own breaks. */
export async function readMarks(
  db: Runtime['database']['db'],
  { workspaceId, environmentId, users, versions, now }: Asked,
): Promise<ChartEvent[]> {
  const from = instant(toMs(now) - DAYS_MS)
  const kinds = [...DEPLOY_KINDS, ...ROLLOUT_KINDS]
  const rows = await readChanges(db, workspaceId, { kinds, from, to: now, limit: MOST })
  const own = new Set(users.map(({ id }) => id))
  const here = rows.filter((row) =>
    row.kind.startsWith('deploy')
      ? row.environmentId === environmentId || row.environmentId === null
      : row.environmentId === environmentId && row.rolloutId !== null && own.has(row.rolloutId),
  )
  const told = withoutOvertaken(here).map((row): ChartEvent => {
    const kind = KINDS.find((one) => one === row.actorKind)
    const by = kind ? { kind, name: row.actorName } : null
    return { id: row.id, kind: row.kind, at: row.occurredAt, by, title: row.title, note: row.body }
  })
  const breaks = versions
    .filter(({ breaks: isBreak, at }) => isBreak && at >= from)
    .map(({ version, at, by, note }): ChartEvent => {
      const title = `Version ${version}${by && ` by ${by}`}: it counts something else from here`
      return { id: `version-${version}`, kind: 'metric.redefined', at, by: null, title, note }
    })
  return [...told, ...breaks]
}
