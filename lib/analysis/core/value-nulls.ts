import { cupedSums } from '@/lib/statistics/cuped'
import { residualSums } from '@/lib/statistics/ratio-moments'
import { type ScoreBucket } from '@/lib/statistics/score'
import { relativeBucket } from '@/lib/statistics/score-limits'
import { type ScoreTest } from '@/lib/statistics/score-starts'
import { type Moments } from '@/lib/telemetry/core/model'
import { type ArmMoments } from './bucket'
import { type ValueConfig } from './config'
import { type Size } from './schema'
import { type Learnt } from './state'

/**
 * Fresh people of one stratum and tick as a bucket of the score against a limit (statistics.md §2d, §2k): no limit, so
 * many units, or a part of the baseline. A ratio's limit and a relative one go inside the bucket, an absolute limit of a
 * mean is asked of the sums (`testOf`). Null: a part of nothing limits nothing.
 */
export function bucketAgainst(
  size: Size | null,
  { exposed, control }: ArmMoments,
  share: number,
  { config, learnt }: { config: ValueConfig; learnt: Learnt },
): ScoreBucket | null {
  const isRatio = config.aggregation === 'ratio'
  const left = (arm: Moments, ratio: number) => adjusted(arm, ratio, learnt)
  const usual = isRatio ? learnt.ratio : config.slope
  const t = left(exposed, (isRatio ? ratioAtLimit(size, config, learnt.ratio) : usual) - config.slope)
  const c = left(control, usual - config.slope)
  const bucket = {
    share,
    mu: isRatio ? 0 : learnt.mu,
    nT: exposed.n,
    nC: control.n,
    sT: t.s1,
    sC: c.s1,
    ss: t.s2 + c.s2,
    ssT: t.s2,
  }
  if (isRatio || size?.kind !== 'relative') return bucket
  const raw = shifted(bucket, config.centre)
  return raw.mu > 0 ? relativeBucket(raw, factorOf(size, config)) : null
}

/** How sums of such buckets are asked. */
export function testOf(size: Size | null, config: ValueConfig, { mde, sigma2 }: Learnt): ScoreTest {
  const test = { scale: mde / sigma2, harm: config.harm }
  if (size === null) return { ...test, limit: 0, arms: 'alike' }
  const isInside = config.aggregation === 'ratio' || size.kind === 'relative'
  return { ...test, limit: isInside ? 0 : size.value, arms: 'unlike' }
}

const factorOf = ({ value }: Size, { harm }: ValueConfig): number => (harm === 'up' ? 1 + value : 1 - value)

function ratioAtLimit(size: Size | null, config: ValueConfig, ratio: number): number {
  if (size === null) return ratio
  if (size.kind === 'relative') return ratio * factorOf(size, config)
  return config.harm === 'up' ? ratio + size.value : ratio - size.value
}

/** Σ and Σ² of what is left of a person's number after the ratio, the past (CUPED), and in units of the denominator. */
function adjusted(arm: Moments, ratio: number, { theta, xBar, meanD }: Learnt): { s1: number; s2: number } {
  const { sum, squares } = residualSums(
    { n: arm.n, sY: arm.y, sD: arm.d, sYY: arm.yy, sDD: arm.dd, sYD: arm.yd },
    ratio,
  )
  const before = { sx: arm.x, sxx: arm.xx, syx: arm.yx - ratio * arm.dx, theta, xBar }
  const { s1, s2 } = theta === 0 ? { s1: sum, s2: squares } : cupedSums({ n: arm.n, s1: sum, s2: squares }, before)
  return { s1: s1 / meanD, s2: s2 / (meanD * meanD) }
}

/** The numbers themselves, of which only a relative limit speaks. */
function shifted(b: ScoreBucket & { ssT: number }, centre: number): ScoreBucket & { ssT: number } {
  const squares = (s2: number, s1: number, n: number): number => Math.max(0, s2 + 2 * centre * s1 + n * centre * centre)
  const ssT = squares(b.ssT, b.sT, b.nT)
  return {
    ...b,
    mu: b.mu + centre,
    sT: b.sT + b.nT * centre,
    sC: b.sC + b.nC * centre,
    ss: ssT + squares(b.ss - b.ssT, b.sC, b.nC),
    ssT,
  }
}
