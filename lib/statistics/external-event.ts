import { checkFinite, checkNotNegative } from './checks'

export type ExternalVerdict = 'none' | 'external' | 'feature' | 'feature_during_event' | 'suspect_interference'

/** Evidence at which T and C are taken to differ: the threshold of a pause. */
const CONTRAST = Math.log(20)
/** A detector needs some minutes to alarm; a control that shifts later than this after our own change did so by itself. */
const SUSPECT_MINUTES = 15

/**
 * External event or us (statistics §2g)? The randomised contrast decides; the control against its own forecast says what
 * else is going on. When C alone shifts within minutes of our own stage change, the feature may have reached it through
 * something shared: step back a stage and see whether C recovers. `minutesSinceOwnChange`: from our last change of the
 * share to the alarm, null if there was none.
 */
export function externalEventVerdict(o: {
  contrastLogE: number
  controlAlarm: boolean
  minutesSinceOwnChange: number | null
}): ExternalVerdict {
  checkFinite(o.contrastLogE, 'contrastLogE')
  checkNotNegative(o.minutesSinceOwnChange ?? 0, 'minutesSinceOwnChange')
  const isContrast = o.contrastLogE >= CONTRAST
  if (!o.controlAlarm) return isContrast ? 'feature' : 'none'
  if (isContrast) return 'feature_during_event'
  const isOurs = o.minutesSinceOwnChange !== null && o.minutesSinceOwnChange <= SUSPECT_MINUTES
  return isOurs ? 'suspect_interference' : 'external'
}
