import { notReady, type Ready } from './errors'
import { type Est } from './moments'

/** Below this many standard errors from 0 a baseline is no yardstick. */
const BASELINE_SE = 5

/**
 * Relative effect (m_T − m_C)/|m_C| with V_rel = v_T/(n_T m_C²) + v_C m_T²/(n_C m_C⁴), delta method (statistics §2a).
 * Only while |m_C| ≥ 5 of its standard errors; else the absolute difference is what can be shown.
 */
export function relativeDifference(t: Est, c: Est): Ready<{ estimate: number; variance: number }> {
  if (t.n === 0 || c.n === 0) return notReady('arm_empty', 0, 1)
  const errors = Math.abs(c.estimate) / Math.sqrt(c.variance)
  if (!(errors >= BASELINE_SE)) return notReady('baseline_near_zero', Number.isFinite(errors) ? errors : 0, BASELINE_SE)
  const squared = c.estimate * c.estimate
  return {
    ready: true,
    estimate: (t.estimate - c.estimate) / Math.abs(c.estimate),
    variance: t.variance / squared + (c.variance * t.estimate * t.estimate) / (squared * squared),
  }
}
