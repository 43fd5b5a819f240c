import { createMetric } from '@/lib/analysis/server/create-metric'
import { ensurePolicies } from '@/lib/analysis/server/policies'
import { emptySample } from '@/lib/governance/core/sample'
import { writeSample } from '@/lib/governance/server/samples'
import { type UserId } from '@/lib/kernel/id'
import { Duration, instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { setCounter } from '@/lib/platform/counter'
import { type Runtime } from '@/lib/platform/runtime'
import { flags } from './flags'
import { metrics } from './harbor'
import { type House } from './house'
import { insist } from './insist'
import { makeFlags } from './make-flags'
import { type Moment, MOMENTS } from './moments'
import { paymentsGuard } from './payments-guard'
import { play, type Told } from './play'
import { type SampleRollout } from './story'

/** Screens hear of progress in steps of this size. */
const SHOWN_STEP = 0.02
/** Minutes of the story before it burns. */
const STORY_MIN = 1600
/** Numbers go on from where the company was. */
const USED = { incident: 36, feedback: 900, cluster: 29 }

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
}

/**
 * Tells the story of Harbor Travel in a house, up to one of its moments: flags by commands, people as raw rows through
 * ingest, engine and policies, everything as it goes later.
 */
export async function tellStory(
  runtime: Runtime,
  house: House,
  { now, seed, moment, told, members = [], story, fromMin = STORY_MIN }: Telling,
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
  await makeFlags(runtime, house, now)
  await db.transaction(async (tx) => {
    await ensurePolicies(tx, house.workspaceId, [paymentsGuard], start)
    for (const [kind, used] of Object.entries(USED)) await setCounter(tx, house.workspaceId, kind, used)
  })
  await makeMetrics(runtime, house, start)
  let shown = 0
  const tellShare: Told = async (progress) => {
    if (progress.share - shown >= SHOWN_STEP) {
      shown = progress.share
      await writeSample(db, house.workspaceId, { ...sample, share: shown })
    }
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
