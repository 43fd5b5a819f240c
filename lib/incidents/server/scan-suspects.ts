import { readChanges, type TimelineRowStored } from '@/lib/governance/server/contract'
import { share } from '@/lib/kernel/format'
import { instant, toMs } from '@/lib/kernel/time'
import { type Rollout } from '@/lib/rollouts/core/model'
import { listRolloutsOf } from '@/lib/rollouts/server/contract'
import { contrastOf, harmedMetric } from '../core/contrast'
import { type Incident } from '../core/model'
import { rank, type Candidate, type Scene } from '../core/suspects'
import { type SuspectKind } from '../core/schema'
import { type Place } from './save-incident'
import { testDeploys } from './test-deploys'
import { readHistory, saveSuspects } from './suspect-rows'

const HOUR_MS = 3_600_000
const CHANGES: Readonly<Record<string, SuspectKind>> = {
  'flag.changed': 'flag',
  'flag.stopped': 'flag',
  'flag.restored': 'flag',
  'deploy.started': 'deploy',
  'deploy.finished': 'deploy',
  'deploy.failed': 'deploy',
  'deploy.rolled_back': 'deploy',
  'service.config_changed': 'config',
  'external.status': 'external',
}
const LIVE: ReadonlySet<string> = new Set(['running', 'holding', 'paused', 'awaiting-approval', 'stopped'])
/** No dependency between two services is known. */
const FAR = 9

/** Looks for what changed before the impact began and ranks it; people's judgements stay. */
export async function scanSuspects(place: Place, incident: Incident): Promise<void> {
  const { tx, workspaceId, now } = place
  const impact = impactOf(incident)
  const from = instant(toMs(impact.from) - 2 * HOUR_MS)
  const { environmentId } = incident
  const rollouts = environmentId === null ? [] : await listRolloutsOf(tx, workspaceId, environmentId, from)
  const until = instant(Math.min(toMs(now), toMs(impact.to) + HOUR_MS / 6))
  const changes = await readChanges(tx, workspaceId, { kinds: Object.keys(CHANGES), from, to: until })
  const history = await readHistory(tx, workspaceId)
  const services = new Set([incident.service, ...incident.services].filter((name) => name !== null))
  const scene: Scene = { impact, baselineMoved: baselineMoved(incident, rollouts) }
  const harmed = harmedMetric(incident.rollouts, rollouts)
  const title = titlesOf(changes)
  const candidates = [
    ...rollouts
      .filter(({ startedAt }) => startedAt !== null)
      .map((rollout) => rolloutCandidate(rollout, contrastOf(rollout, harmed), history.get('rollout') ?? 0)),
    ...changes
      .filter((row) => row.environmentId === null || row.environmentId === environmentId)
      .filter((row) => !isCreation(row))
      .map((row) => Object.assign(changeCandidate(row, services, history), { title: title(row) })),
  ]
  const tested = await testDeploys(place, candidates, { scene, rollouts, about: incident.rollouts, harmed })
  await saveSuspects(place, incident.id, rank(tested, scene).slice(0, 20))
}

/** Which deployment a row is of; null where only words were told. */
function deploymentOf({ data }: TimelineRowStored): string | null {
  const its = typeof data === 'object' && data !== null && 'deployment' in data ? data.deployment : null
  return typeof its === 'string' ? its : null
}

/** A deployment is one suspect however many rows it has, called by the newest of them. */
function titlesOf(newestFirst: readonly TimelineRowStored[]): (row: TimelineRowStored) => string {
  const titles = new Map<string, string>()
  for (const row of newestFirst) {
    const its = deploymentOf(row)
    if (its !== null && !titles.has(its)) titles.set(its, row.title)
  }
  return (row) => titles.get(deploymentOf(row) ?? '') ?? row.title
}

/** Between which moments the impact began: one moment where somebody set it. */
function impactOf({ milestones, impactRange, openedAt }: Incident): Scene['impact'] {
  const at = milestones.impact_started ?? milestones.detected ?? openedAt
  return impactRange ?? { from: at, to: at }
}

/** Nobody is served anything by a flag that has just been made. */
function isCreation({ kind, data }: TimelineRowStored): boolean {
  const isFirst = typeof data === 'object' && data !== null && 'version' in data && data.version === 1
  return kind === 'flag.changed' && isFirst
}

function rolloutCandidate(rollout: Rollout, ratio: Candidate['ratio'], history: number): Candidate {
  const { state, stages } = rollout
  const stage = 'stageId' in state ? stages.find(({ id }) => id === state.stageId) : undefined
  return {
    kind: 'rollout',
    ref: rollout.id,
    title: `${rollout.flagKey} (RO-${rollout.number}${stage ? `, ${share(stage.weight)}` : ''})`,
    changedAt: rollout.enteredAt ?? rollout.startedAt ?? instant(0),
    service: null,
    ratio,
    hops: null,
    audience: null,
    history,
    isLive: LIVE.has(state.kind),
  }
}

function changeCandidate(
  row: TimelineRowStored,
  services: ReadonlySet<string>,
  history: ReadonlyMap<SuspectKind, number>,
): Candidate {
  const kind = CHANGES[row.kind] ?? 'config'
  const isKnown = row.service !== null && services.size > 0
  return {
    kind,
    ref: row.flagKey !== null && kind === 'flag' ? row.flagKey : (deploymentOf(row) ?? row.id),
    title: row.title,
    changedAt: row.occurredAt,
    service: row.service,
    ratio: null,
    hops: isKnown ? (services.has(row.service ?? '') ? 0 : FAR) : null,
    audience: null,
    history: history.get(kind) ?? 0,
    isLive: false,
  }
}

/** Whether people without the new version got worse too; null: nobody compared. */
function baselineMoved(incident: Incident, rollouts: readonly Rollout[]): boolean | null {
  const compared = rollouts.filter(({ id, verdict }) => verdict && incident.rollouts.includes(id))
  if (compared.length === 0) return null
  return compared.some(
    ({ verdict }) => verdict?.code === 'outside-cause' || verdict?.alsoHolds.includes('outside-cause'),
  )
}
