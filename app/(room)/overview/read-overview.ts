import { listClusters } from '@/lib/feedback/server/cluster-reads'
import { countArrived } from '@/lib/feedback/server/count-arrived'
import { countFeedback } from '@/lib/feedback/server/reads'
import { signRefusal } from '@/lib/flags/core/sign-change'
import { listChangeRequests } from '@/lib/flags/server/change-rows'
import { readFlagRows } from '@/lib/flags/server/flag-list'
import { countKinds, type KindCount } from '@/lib/governance/server/count-kinds'
import { listIncidentRows } from '@/lib/incidents/server/reads'
import { actorMay, type Member } from '@/lib/kernel/actor'
import { Instant, instant, toMs } from '@/lib/kernel/time'
import { needsAnswer, needsOf, type StaleFlags } from '@/lib/notifications/core/needs'
import { type OverviewView, type Since } from '@/lib/notifications/core/schema'
import { weekParagraph } from '@/lib/notifications/core/week'
import { type Runtime } from '@/lib/platform/runtime'
import { readRolloutNeeds } from '@/lib/rollouts/server/read-needs'

const isReader = (actor: Member): boolean => 'role' in actor && actor.role === 'viewer'
const WEEK_MS = 7 * 24 * 60 * 60_000

/** Everything the overview shows to one viewer. @param looked when they last looked, as their browser says */
export async function readOverview(runtime: Runtime, actor: Member, looked: string | null): Promise<OverviewView> {
  const { db } = runtime.database
  const now = runtime.now()
  const [rollouts, incidents, clusters, feedback, changes, stale, since] = await Promise.all([
    readRolloutNeeds(db, actor, now),
    listIncidentRows(runtime, actor, { open: true }),
    listClusters(runtime, actor, new URLSearchParams({ rising: '1' }), { limit: 10 }),
    countFeedback(runtime, actor),
    listChangeRequests(db, actor.workspaceId, { state: 'waiting' }),
    staleFlags(runtime, actor),
    sinceLooked(runtime, actor, looked),
  ])
  const running = rollouts.filter(({ state }) => state !== 'rolled-back')
  const needs = needsOf({
    incidents: incidents.ok ? incidents.value : [],
    rollouts,
    clusters: clusters.ok ? clusters.value.items : [],
    changes: changes.filter((change) => actorMay(actor, 'flag.approve') && !signRefusal(change, actor)),
    stale,
  })
  return {
    needs,
    week: await thisWeek(runtime, actor, now, {
      incidentsOpen: incidents.ok ? incidents.value.length : 0,
      clustersRising: clusters.ok ? clusters.value.items.length : 0,
    }),
    answer: needsAnswer(needs, running.length, isReader(actor) ? 'somebody' : 'you'),
    rollouts: running,
    feedback: feedback.ok ? feedback.value : null,
    since,
    now,
  }
}

/** Flags that could go: on for everybody or unused for long, by the rule of the flags list. */
async function staleFlags(runtime: Runtime, actor: Member): Promise<StaleFlags | null> {
  const rows = await readFlagRows(runtime.database.db, actor.workspaceId, runtime.now())
  const ready = rows.filter(({ archivedAt, lifecycle }) => !archivedAt && lifecycle.state === 'ready-to-remove')
  const [first] = ready
  if (!first) return null
  return {
    count: ready.length,
    own: ready.filter(({ owner }) => owner === actor.name).length,
    reason: first.lifecycle.why,
  }
}

async function sinceLooked(runtime: Runtime, actor: Member, looked: string | null): Promise<Since | null> {
  const at = Instant.safeParse(looked)
  if (!at.success) return null
  const kinds = await countKinds(runtime.database.db, actor.workspaceId, at.data)
  const of = (group: string) => sum(kinds, ({ kind }) => kind.startsWith(`${group}.`))
  const deployments = sum(kinds, ({ kind }) => kind === 'deploy.finished')
  return { at: at.data, decisions: of('rollout'), deployments, incidents: of('incident'), feedback: of('feedback') }
}

const sum = (kinds: readonly KindCount[], counts: (kind: KindCount) => boolean): number =>
  kinds.filter(counts).reduce((total, { n }) => total + n, 0)

/** Null for people with hands on things: they see what to do instead. */
async function thisWeek(
  { database: { db } }: Runtime,
  actor: Member,
  now: Instant,
  open: { incidentsOpen: number; clustersRising: number },
): Promise<string | null> {
  if (!isReader(actor)) return null
  const after = instant(toMs(now) - WEEK_MS)
  const [kinds, { arrived, done }] = await Promise.all([
    countKinds(db, actor.workspaceId, after),
    countArrived(db, actor.workspaceId, after),
  ])
  const of = (kind: string, byPolicy?: boolean) =>
    sum(kinds, (row) => row.kind === kind && (byPolicy === undefined || (row.actorKind === 'policy') === byPolicy))
  return weekParagraph({
    started: of('rollout.started'),
    finished: of('rollout.finished'),
    rolledBack: { policy: of('rollout.rolling_back', true), people: of('rollout.rolling_back', false) },
    incidentsOpened: of('incident.opened'),
    feedbackIn: arrived,
    feedbackDone: done,
    ...open,
  })
}
