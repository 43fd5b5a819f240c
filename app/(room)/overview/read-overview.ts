import { listClusters } from '@/lib/feedback/server/cluster-reads'
import { countFeedback } from '@/lib/feedback/server/reads'
import { readFlagRows } from '@/lib/flags/server/flag-list'
import { countSince } from '@/lib/governance/server/count-since'
import { listIncidentRows } from '@/lib/incidents/server/reads'
import { type Member } from '@/lib/kernel/actor'
import { Instant } from '@/lib/kernel/time'
import { needsAnswer, needsOf, type StaleFlags } from '@/lib/notifications/core/needs'
import { type OverviewView, type Since } from '@/lib/notifications/core/schema'
import { type Runtime } from '@/lib/platform/runtime'
import { readRolloutNeeds } from '@/lib/rollouts/server/read-needs'

/** Everything the overview shows to one viewer. @param looked when they last looked, as their browser says */
export async function readOverview(runtime: Runtime, actor: Member, looked: string | null): Promise<OverviewView> {
  const { db } = runtime.database
  const now = runtime.now()
  const [rollouts, incidents, clusters, feedback, stale, since] = await Promise.all([
    readRolloutNeeds(db, actor, now),
    listIncidentRows(runtime, actor, { open: true }),
    listClusters(runtime, actor, new URLSearchParams({ rising: '1' }), { limit: 10 }),
    countFeedback(runtime, actor),
    staleFlags(runtime, actor),
    sinceLooked(runtime, actor, looked),
  ])
  const running = rollouts.filter(({ state }) => state !== 'rolled-back')
  const needs = needsOf({
    incidents: incidents.ok ? incidents.value : [],
    rollouts,
    clusters: clusters.ok ? clusters.value.items : [],
    stale,
  })
  return {
    needs,
    answer: needsAnswer(needs, running.length),
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
    reason: first.lifecycle.stale[0]?.text ?? first.lifecycle.why,
  }
}

async function sinceLooked(runtime: Runtime, actor: Member, looked: string | null): Promise<Since | null> {
  const at = Instant.safeParse(looked)
  if (!at.success) return null
  const counts = await countSince(runtime.database.db, actor.workspaceId, at.data)
  return {
    at: at.data,
    decisions: counts.get('rollout') ?? 0,
    incidents: counts.get('incident') ?? 0,
    feedback: counts.get('feedback') ?? 0,
  }
}
