import { amount, count, decimal, percent, plural, share } from '@/lib/kernel/format'
import { clock, hoursWords, lengthOf } from '@/lib/kernel/format-time'
import { elapsedMs } from '@/lib/kernel/moments'
import {
  guardrailsWorstFirst,
  harmOf,
  levelsSentence,
  limitWords,
  measureOfMetric,
  sizeBand,
  sizeWords,
} from './evidence-sentences'
import { type MetricEvidence, type RolloutView, type Verdict } from './schema'
import { verdictWord, type VerdictWord } from './verdict-words'

/** What a tired person can act on, and the evidence in words beneath it (ux §4). */
export type VerdictText = VerdictWord & { sentence: string; why: string; next: string }

export type VerdictFacts = Pick<
  RolloutView,
  'verdict' | 'state' | 'weight' | 'next' | 'peopleExposed' | 'now' | 'startedAt' | 'propagation'
>

/** Mark, word, sentence, why and next of a rollout's verdict. @param timeZone for the clock times in it */
export function verdictText(facts: VerdictFacts, timeZone: string): VerdictText {
  const { verdict } = facts
  if (verdict === null) return { ...verdictWord(null), ...noVerdict(facts) }
  const word = verdictWord(verdict.code)
  const lead = leadingMetric(verdict)
  const segment = verdict.code === 'harmful-for-segment' ? segmentOf(verdict) : null
  return {
    ...word,
    word: segment ? `Harmful for ${segment}` : word.word,
    sentence: sentenceOf(verdict, lead, facts, timeZone),
    why: whyOf(verdict, lead),
    next: nextOf(verdict, facts),
  }
}

/** The metric that the verdict is about: its first driver, else the guardrail closest to its limit. */
export function leadingMetric(verdict: Verdict): MetricEvidence | null {
  const driver = verdict.drivers[0]?.split('@')[0]
  return verdict.metrics.find((metric) => metric.key === driver) ?? guardrailsWorstFirst(verdict.metrics)[0] ?? null
}

/** Drivers of a planned slice read `metric@slice`. */
const segmentOf = (verdict: Verdict): string | null => verdict.drivers[0]?.split('@')[1]?.replace(':', ' ') ?? null

function noVerdict({ state, startedAt }: VerdictFacts): Pick<VerdictText, 'sentence' | 'why' | 'next'> {
  if (startedAt === null) {
    return {
      sentence: 'Nobody has it yet.',
      why: 'Exposed and baseline people are compared from the first exposure on.',
      next: state === 'abandoned' ? 'It ended before anyone had it.' : 'It starts with its first stage.',
    }
  }
  return {
    sentence: 'No one has been exposed yet: the flag may be evaluated, but no exposure record has arrived.',
    why: 'A verdict needs exposure records of both cohorts.',
    next: 'Check that clients send exposure records.',
  }
}

function sentenceOf(verdict: Verdict, lead: MetricEvidence | null, facts: VerdictFacts, timeZone: string): string {
  switch (verdict.code) {
    case 'harmful':
      return `${differenceFound(lead)} ${lasted(verdict, facts)}`
    case 'harmful-for-segment':
      return `Fine overall, but not for people on ${segmentOf(verdict) ?? 'one planned slice'}. ${differenceFound(lead)}`
    case 'close-to-limit':
      return `${differenceFound(lead)} Could still be fine.`
    case 'comparison-broken':
      return brokenSentence(verdict, facts, timeZone)
    case 'outside-cause':
      return `${lead ? `${lead.name} changed` : 'A guardrail changed'} for everyone at ${clock(verdict.since, timeZone)}, with and without the new version.`
    case 'harm-ruled-out':
      return `Harm past the ${limitPhrase(lead)} is ruled out${otherGuardrails(verdict)}.`
    case 'neutral':
      return `No difference that matters: anything beyond ±${lead ? (limitWords(lead) ?? 'the size you cared about') : 'the limit'} is ruled out.`
    case 'cannot-tell':
      return `Enough time has passed but too few people use this.${anywhere(lead)}`
    case 'too-early':
      return `${peopleSoFar(verdict)} Nothing looks wrong yet.`
    case 'safe-so-far':
      return `No harm found; ${notRuledOut(lead)}`
    default:
      return verdict.code satisfies never
  }
}

function differenceFound(lead: MetricEvidence | null): string {
  const size = lead ? sizeWords(lead) : null
  if (!lead || size === null) return 'People on the new version are worse off than at baseline.'
  const { low, high } = lead.difference
  if (low === null && high === null) {
    return `${lead.name}: harm past the limit was found. How it is for the people compared since is not known yet.`
  }
  const limit = lead.limit === null ? '' : `; the limit is ${amount(lead.limit, measureOfMetric(lead))}`
  return `${lead.name}: ${size} for people on the new version than at baseline ${sizeBand(lead)}${limit}.`
}

/** Once nobody has it the verdict stands still: it lasted as long as it was being concluded. */
function lasted(verdict: Verdict, facts: VerdictFacts): string {
  const over = endedSentence(facts) !== null
  const ms = Math.max(1000, elapsedMs(verdict.since, over ? verdict.at : facts.now))
  return `${over ? 'It lasted' : 'It has lasted'} ${lengthOf(ms)}.`
}

function limitPhrase(lead: MetricEvidence | null): string {
  const words = lead ? limitWords(lead) : null
  return words ? `limit (${words})` : 'limit'
}

function otherGuardrails(verdict: Verdict): string {
  const others = guardrailsWorstFirst(verdict.metrics).length - 1
  if (others < 1) return ''
  return others === 1
    ? ', and so is harm past the limit of the other guardrail'
    : `, and so is harm past the limits of the other ${others} guardrails`
}

function anywhere(lead: MetricEvidence | null): string {
  return lead
    ? ` The effect on ${lead.name.toLowerCase()} could be anywhere within ${sizeBand(lead)} ${measureOfMetric(lead).suffix}.`
    : ''
}

function notRuledOut(lead: MetricEvidence | null): string {
  const high = lead ? harmOf(lead).high : null
  if (!lead || high === null) return 'how much harm could still hide isn\u2019t known yet.'
  const measure = measureOfMetric(lead)
  const of = measure.kind === 'per-1000' && measure.of ? ` ${measure.of}` : ''
  return `harm of up to ${amount(Number(Math.max(0, high).toPrecision(2)), measure)} ${measure.suffix}${of} isn\u2019t ruled out yet.`
}

function peopleSoFar({ eta, unitsExposed }: Verdict): string {
  if (!eta || eta.unitsNeed === null) return `${plural(unitsExposed, 'person', 'people')} so far.`
  return `${count(eta.unitsHave)} of about ${plural(eta.unitsNeed, 'person', 'people')} so far.`
}

function brokenSentence({ cause, srm, data }: Verdict, { weight }: VerdictFacts, timeZone: string): string {
  switch (cause ?? '') {
    case 'uneven-split': {
      const total = srm.exposed + srm.baseline
      const got = total === 0 ? 'The split' : `${percent(srm.exposed / total)} of the people compared`
      return `${got} got the new version instead of ${percent(srm.expectedShare)}. Results can\u2019t be trusted until that is fixed.`
    }
    case 'cross-exposure':
      return `${percent(data.crossed)} of people met both versions. Results can\u2019t be trusted until that is fixed.`
    case 'old-data':
      if (data.lastEventAt === null) return 'No event has arrived.'
      return `The last event is from ${clock(data.lastEventAt, timeZone)}${data.ageS === null ? '' : ` (${lengthOf(data.ageS * 1000)} old)`}.`
    case 'uneven-lag':
      return 'Data of the two cohorts arrives unevenly, so a difference between them may be one of the pipeline.'
    case 'redefined':
      return 'A metric was redefined while this runs, so before and after can\u2019t be compared.'
    default:
      return `Exposed and baseline people can\u2019t be compared now, at ${share(weight)}.`
  }
}

function whyOf(verdict: Verdict, lead: MetricEvidence | null): string {
  if (lead === null) return 'No guardrail has data yet.'
  if (verdict.code === 'comparison-broken') return 'Hard limits stay armed meanwhile.'
  const levels =
    lead.exposed.rate === null || lead.baseline.rate === null ? '' : `${lead.name}: ${levelsSentence(lead)}.`
  if (verdict.code === 'harmful' || verdict.code === 'harmful-for-segment') {
    const cause = lead.baselineMoved
      ? 'The baseline moved too, so part of it may be an outside cause.'
      : 'It isn\u2019t an outside cause: the baseline is steady.'
    return `${levels} ${cause}`.trim()
  }
  return levels
}

/** What happens next, by the verdict and by what was already decided. */
function nextOf(verdict: Verdict, facts: VerdictFacts): string {
  const ended = endedSentence(facts)
  if (ended) return ended
  const stays = `The share stays at ${share(facts.weight)}. ${plural(facts.peopleExposed, 'person', 'people')} still ${facts.peopleExposed === 1 ? 'has' : 'have'} it.`
  if (facts.state === 'paused' || facts.state === 'holding')
    return facts.state === 'holding' ? `Holding. ${stays}` : stays
  switch (verdict.code) {
    case 'harmful':
    case 'harmful-for-segment':
      return `${plural(facts.peopleExposed, 'person has', 'people have')} it now. Roll back, or pause while you look.`
    case 'comparison-broken':
      return `Nothing advances until it is fixed. ${stays}`
    case 'outside-cause':
      return `Nothing advances, and nothing is rolled back for it. ${stays}`
    case 'cannot-tell':
      return 'Widen the stage, or a person decides.'
    case 'neutral':
      return 'Ship it or drop it for other reasons.'
    case 'close-to-limit':
      return 'No action yet; every new event is checked.'
    case 'too-early':
    case 'safe-so-far':
      return [timeToGo(verdict), `Staying at ${share(facts.weight)}.`].filter(Boolean).join(' ')
    case 'harm-ruled-out':
      return nextStage(facts)
    default:
      return verdict.code satisfies never
  }
}

function endedSentence({ state, propagation }: VerdictFacts): string | null {
  if (state === 'rolling-back') return 'People are going back to the safe version now.'
  if (state === 'rolled-back') return 'Everyone is back on the safe version.'
  if (state === 'stopped') return `Nobody has it now${propagation?.done ? ', and every client seen confirmed it' : ''}.`
  if (state === 'finished') return 'Everyone has it.'
  if (state === 'abandoned') return 'It ended before anyone had it.'
  return null
}

function nextStage({ next, weight }: VerdictFacts): string {
  if (next.weight === null) return next.when ? `Next: ${next.when}.` : `Staying at ${share(weight)}.`
  return `Next: ${share(next.weight)} ${next.when}.`.replace(/\.\.$/, '.')
}

/** `About 3 h to go (2 to 5).`; said to be stalled when it would take more than four days; empty when unknown. */
export function timeToGo({ eta }: Pick<Verdict, 'eta'>): string {
  if (!eta || !eta.hours) return ''
  const { p10, p50, p90 } = eta.hours
  if (p50 > 96) {
    return `At ${plural(Math.round(eta.perHour), 'person', 'people')}/h this won\u2019t finish soon. Widen the stage, wait, or accept a coarser answer.`
  }
  const unit = p50 < 0.95 ? 60 : 1
  const bound = (h: number) => decimal(Math.max(unit === 60 ? 1 : 0, Math.round(h * unit)), 0)
  return `About ${hoursWords(p50)} to go (${bound(p10)} to ${bound(p90)}).`
}
