import { type RolloutId } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { type Rollout } from '@/lib/rollouts/core/model'
import { readBaselineAround } from '@/lib/telemetry/server/contract'
import { gotWorse } from '../core/before-after'
import { type Candidate, type Scene, WITH_DEPLOY_MIN } from '../core/suspects'
import { type Place } from './save-incident'

const MINUTE_MS = 60_000
const AROUND_MS = 120 * MINUTE_MS
/** Only the deploys that lie nearest: each costs a look at the cohort. */
const MOST = 5

type Asked = { scene: Scene; rollouts: readonly Rollout[]; about: readonly RolloutId[]; harmed: string | null }

/**
 * Looks at what became of people without the new version at each deploy shortly before the impact: worse as well, and the
 * deploy (or something outside) needs no flag.
 */
export async function testDeploys(
  { tx, workspaceId, now }: Place,
  candidates: readonly Candidate[],
  { scene, rollouts, about, harmed }: Asked,
): Promise<Candidate[]> {
  const rollout = rollouts.find(({ id, verdict }) => verdict && about.includes(id))
  const metric = rollout?.verdict?.metrics.find(({ key }) => key === harmed)
  // More of what should rise is no harm.
  if (!rollout || metric?.direction !== 'lower') return [...candidates]
  const earliest = toMs(scene.impact.from) - WITH_DEPLOY_MIN * MINUTE_MS
  const near = candidates
    .filter(({ kind, changedAt }) => kind === 'deploy' && toMs(changedAt) >= earliest && changedAt <= scene.impact.to)
    .slice(0, MOST)
  const worse = new Map<Candidate, boolean | null>()
  for (const deploy of near) {
    const at = toMs(deploy.changedAt)
    const to = instant(Math.min(toMs(now), at + AROUND_MS))
    const around = { from: instant(at - AROUND_MS), at: deploy.changedAt, to }
    const counted = await readBaselineAround(tx, { workspaceId, rolloutId: rollout.id, metric: metric.key }, around)
    worse.set(deploy, counted && gotWorse(counted.before, counted.after))
  }
  return candidates.map((one) => (worse.has(one) ? Object.assign({}, one, { baselineWorse: worse.get(one) }) : one))
}
