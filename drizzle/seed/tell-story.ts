import { createMetric } from '@/lib/analysis/server/create-metric'
import { ensurePolicies } from '@/lib/analysis/server/policies'
import { emptySample } from '@/lib/governance/core/sample'
import { writeSample } from '@/lib/governance/server/samples'
import { type UserId } from '@/lib/kernel/id'
import { Duration, instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { setCounter } from '@/lib/platform/counter'
import { type Runtime } from '@/lib/platform/runtime'
import { earlier, type Earlier } from './earlier'
import { earlierIncidents } from './earlier-incidents'
import { flags } from './flags'
import { metrics } from './harbor'
import { type House } from './house'
import { insist } from './insist'
import { makePast } from './make-flags'
import { type Moment, MOMENTS } from './moments'
import { paymentsGuard } from './payments-guard'
import { play, type Told } from './play'
import { type SampleRollout } from './story'
import { earlierDeeds, earlierIncidentDeeds } from './tell-earlier'

/** Screens hear of progress in steps of this size. */
const SHOWN_STEP = 0.02
/** Minutes of the story before it burns. */
const STORY_MIN = 1600
/** Metrics and policies are older than every rollout. */
const MEASURED_MS = 100 * 86_400_000
/** Numbers go on from where the company was, so that the story has its own: FB-1042 in the fire, CL-31 for the cards. */
const USED = { incident: 36, feedback: 917, cluster: 13 }
/** Part of the whole telling that the past takes. */
const PAST_SHARE = 0.25

type Telling = {
  now: Instant
  seed: number
  moment: Moment
  told?: Told
  /** Those who came with the story alone. */
  members?: UserId[]
  /** Another story than that of the demo, and when it begins. */
  story?: readonly SampleRollout[]
  fromMin?: number
  /** Rollouts that were over before; a story of one's own has none, and no earlier incidents. */
  past?: readonly Earlier[]
}

/**
 * Tells the story of Harbor Travel in a house, up to one of its moments: flags by commands, people as raw rows through
 * ingest, engine and policies, everything as it goes later.
 */
export async function tellStory(
  runtime: Runtime,
  house: House,
  { now, seed, moment, told, members = [], story, fromMin = STORY_MIN, past = story ? [] : earlier }: Telling,
): Promise<void> {
  const start = instant(Date.parse(now) - (fromMin - MOMENTS[moment]) * 60_000)
  const { db } = runtime.database
  const sample = {
    ...emptySample(now),
    flags: flags.map(({ key }) => key),
    metrics: metrics.map(({ key }) => key),
    policies: [paymentsGuard.key],
    members,
  }
  await writeSample(db, house.workspaceId, sample)
  await makeMetrics(runtime, house, instant(Date.parse(start) - MEASURED_MS))
  const incidents = past.length > 0 ? earlierIncidents : []
  await db.transaction(async (tx) => {
    await ensurePolicies(tx, house.workspaceId, [paymentsGuard], instant(Date.parse(start) - MEASURED_MS))
    for (const [kind, used] of Object.entries(USED)) await setCounter(tx, house.workspaceId, kind, used)
    await setCounter(tx, house.workspaceId, 'incident', USED.incident - incidents.length)
  })
  let shown = 0
  const show = async (share: number) => {
    if (share - shown < SHOWN_STEP) return
    shown = share
    await writeSample(db, house.workspaceId, { ...sample, share })
  }
  const { deeds, ids } = await earlierDeeds(runtime, house, seed + 2, past)
  await makePast(runtime, house, now, {
    others: [...deeds, ...earlierIncidentDeeds(runtime, house, incidents, ids)],
    byRollout: new Set(past.filter(({ end }) => end === 'finished').map(({ flag }) => flag)),
    told: (share) => show(share * PAST_SHARE),
  })
  const tellShare: Told = async (progress) => {
    await show(PAST_SHARE + progress.share * (1 - PAST_SHARE))
    await told?.(progress)
  }
  await play(runtime, house, { now, seed, fromMin, moment, told: tellShare, story })
  await writeSample(db, house.workspaceId, { ...sample, state: 'ready', share: 1 })
}

async function makeMetrics(runtime: Runtime, house: House, now: Instant): Promise<void> {
  const { priya } = house.actors
  if (!priya) throw new Error('the sample has no admin')
  for (const { event, window, ...metric } of metrics) {
    const source = { kind: 'event', event }
    const input = { ...metric, source, window: window && Duration.parse(window), owner: 'Harbor' }
    insist(await runCommand(runtime, createMetric, input, priya, { now }))
  }
}
