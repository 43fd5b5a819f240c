import { upHarmPrior } from '@/lib/statistics/priors'
import { eProcessEvents } from '@/lib/statistics/two-by-two'

/** Events in a cohort, and how long its people were watched. */
type Watched = { events: number; personS: number }

/** Fewer events say nothing either way. */
const EVENTS_MIN = 10
/** E of 20: said wrongly at most once in twenty looks where nothing changed. */
const BAR = Math.log(20)

/**
 * Whether a cohort got worse at a moment: of its events, each fell after the moment with the share of the watched time that
 * lay there, if nothing changed ([LM22], statistics §2b, event-only form). Who stays is at risk longer than they come
 * back, so a rise is told late rather than wrongly. Null: too little to say.
 */
export function gotWorse(before: Watched, after: Watched): boolean | null {
  const share = after.personS / (before.personS + after.personS)
  if (!(share > 0 && share < 1) || before.events + after.events < EVENTS_MIN) return null
  const counts = { sT: after.events, sC: before.events, share }
  return eProcessEvents(null, counts, upHarmPrior()).logE >= BAR
}
