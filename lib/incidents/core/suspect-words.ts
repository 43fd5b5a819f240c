import { decimal } from '@/lib/kernel/format'
import { lengthOf } from '@/lib/kernel/format-time'
import { type SuspectFeatures } from './model'
import { type SuspectKind } from './schema'

const MINUTE_MS = 60_000

/** Why a change is suspected, a short sentence each, the strongest first. */
export function reasonsOf(kind: SuspectKind, features: SuspectFeatures): string[] {
  const told: { weight: number; text: string }[] = []
  const { contrast, time, service, history, audience, ratio, minutesBefore, withDeploy, ruledOut, baselineAfter } =
    features
  if (ruledOut) return [`Ruled out: ${ruledOut}.`]
  if (contrast !== null && contrast > 0 && ratio?.low) {
    told.push({ weight: 4 * contrast, text: `People with it fail at least ${decimal(ratio.low, 1)} times as often.` })
  } else if (contrast !== null && (kind === 'rollout' || kind === 'flag')) {
    told.push({ weight: 0, text: 'No difference found between people with it and without it yet.' })
  }
  if (minutesBefore < 0) told.push({ weight: 0, text: 'It changed only after the impact began.' })
  else if (minutesBefore === 0) told.push({ weight: 3 * time, text: 'It changed just when the impact began.' })
  else {
    const length = lengthOf(Math.max(MINUTE_MS, minutesBefore * MINUTE_MS))
    told.push({ weight: 3 * time, text: `It changed ${length} before the impact began.` })
  }
  if (service !== null && service > 0) told.push({ weight: 2 * service, text: serviceWords(service) })
  if (audience !== null && audience > 0) {
    told.push({ weight: 2 * audience, text: 'Most of the harmed people are in its audience.' })
  }
  if (history > 0) told.push({ weight: history, text: 'Changes like this one were the cause before.' })
  if (baselineAfter === 'worse') {
    const text = 'People without the new version got worse at it too: the deploy, or something outside.'
    told.push({ weight: 3.5, text })
  }
  if (baselineAfter === 'steady') {
    told.push({
      weight: 2.5,
      text: 'People without the new version are as they were: if it harms, then together with a flag.',
    })
  }
  if (withDeploy) {
    told.push({
      weight: 3.5,
      text: `It began with “${withDeploy}”: stopping exposure ends it, the deploy stays a suspect.`,
    })
  }
  return told.toSorted((a, b) => b.weight - a.weight).map(({ text }) => text)
}

function serviceWords(part: number): string {
  if (part === 1) return 'It is the same service.'
  return part >= 0.6 ? 'The harmed service depends on it directly.' : 'The harmed service depends on it at two hops.'
}
