import { type Instant } from '@/lib/kernel/time'
import { meanResolution } from '@/lib/statistics/mean-resolution'
import { scoreBound } from '@/lib/statistics/score-starts'
import { type Spent } from './band'
import { type ValueConfig } from './config'
import { type StageState, type ValueBand, type ValueState } from './state'
import { isStageOpen } from './value'

const THRESHOLD = 20

/**
 * The always-valid band of the difference, exposed minus baseline, from the present stage's own people (statistics.md
 * §2k): the harm end at 20/(w_k ω_s), the other end at 20.
 */
export function drawValueBand(
  metric: ValueState,
  config: ValueConfig,
  { stage, spent, now }: { stage: StageState; spent: Spent; now: Instant },
): ValueBand {
  const { learnt } = metric
  const { zero, people } = metric.stage
  const events = metric.events.exposed + metric.events.control
  const estimate = zero.W > 0 ? zero.S / zero.W : null
  const none: ValueBand = { at: now, events, low: null, high: null, estimate, resolution: null }
  if (!learnt || !isStageOpen(metric)) return none
  const end = (alpha: number, side: 'lower' | 'upper'): number | null => {
    const bound = scoreBound(zero, { scale: learnt.mde / learnt.sigma2, harm: config.harm, alpha, side })
    return Number.isFinite(bound) ? bound : null
  }
  const [least, most] = [end(spent.share / THRESHOLD, 'lower'), end(1 / THRESHOLD, 'upper')]
  const [low, high] = config.harm === 'up' ? [least, most] : [turned(most), turned(least)]
  return { ...none, low, high, resolution: visible(learnt.sigma2, people, stage, spent) }
}

const turned = (harm: number | null): number | null => (harm === null ? null : -harm)

function visible(variance: number, nT: number, stage: StageState, { weight, omega }: Spent): number | null {
  if (stage.share >= 100_000) return null
  const seen = meanResolution({ nT, variance, share: stage.share / 100_000, weight, omega })
  return seen.ready ? seen.delta : null
}
