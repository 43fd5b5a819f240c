import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { type SuspectFeatures } from './model'
import { type SuspectKind } from './schema'

/** A change that may be the cause, and what the numbers say about it. */
export type Candidate = {
  kind: SuspectKind
  ref: string
  title: string
  changedAt: Instant
  service: string | null
  /** Exposed / baseline harm since the impact began, where there are cohorts: the band of the ratio. */
  ratio: { low: number | null; high: number | null } | null
  /** Hops between its service and the harmed one; null: not known. */
  hops: number | null
  /** Share of the harmed slice inside its audience, minus its share of all traffic; null: not known. */
  audience: number | null
  /** How often a change of this kind was confirmed as the cause here, 0 to 1. */
  history: number
  /** Live now: it may be the cause however long ago it began. */
  isLive: boolean
  /** People without the new version got worse at it; absent or null: nobody could say. */
  baselineWorse?: boolean | null | undefined
}

export type Scene = {
  /** Between which moments the impact began. */
  impact: { from: Instant; to: Instant }
  /** Baseline got worse too: then no flag is the cause alone. Null: nobody compared. */
  baselineMoved: boolean | null
}

const MINUTE_MS = 60_000
/** Half of the time part is gone after 14 minutes. */
const DECAY_MIN = 20
const BEFORE_MIN = 120
const AFTER_MIN = 10
const WEIGHTS = { time: 3, contrast: 4, service: 2, audience: 2, history: 1 } as const
const HOPS = [1, 0.6, 0.3]
/** Below this a flag makes no difference that could be the cause. */
const RATIO_NONE = 1.1
/** This or more is full marks for contrast. */
const RATIO_FULL = 4

/** T: how shortly before the impact it changed; nothing that came after caused it. */
export function timePart(minutesBefore: number): number {
  return minutesBefore < 0 ? 0 : Math.exp(-minutesBefore / DECAY_MIN)
}

/** C: how much worse the exposed are, by the lower bound; null: not compared. */
export function contrastPart(ratio: Candidate['ratio']): number | null {
  if (!ratio || ratio.low === null) return ratio ? 0 : null
  return ratio.low <= 1 ? 0 : Math.min(1, Math.log(ratio.low) / Math.log(RATIO_FULL))
}

/** S: same service 1, direct dependency .6, two hops .3. */
export const servicePart = (hops: number | null): number | null => (hops === null ? null : (HOPS[hops] ?? 0))

/** Whether it belongs in the list at all: live, or changed in [impact − 2 h, impact + 10 min]. */
export function isCandidate({ changedAt, isLive }: Candidate, { impact }: Scene): boolean {
  const minutes = minutesBefore(changedAt, impact)
  return isLive || (minutes <= BEFORE_MIN && minutes >= -AFTER_MIN)
}

/** Minutes from a change to the impact, at least: 0 within the range in which it began, negative when it came after. */
function minutesBefore(changedAt: Instant, { from, to }: Scene['impact']): number {
  const [early, late] = [elapsedMs(changedAt, from), elapsedMs(changedAt, to)]
  return (early > 0 ? early : Math.min(0, late)) / MINUTE_MS
}

/** What the numbers alone say, before anybody judged. */
export function featuresOf(candidate: Candidate, scene: Scene): SuspectFeatures {
  const minutes = minutesBefore(candidate.changedAt, scene.impact)
  const { ratio } = candidate
  return {
    time: timePart(minutes),
    contrast: contrastPart(ratio),
    service: servicePart(candidate.hops),
    audience: candidate.audience === null ? null : Math.max(0, Math.min(1, candidate.audience)),
    history: Math.max(0, Math.min(1, candidate.history)),
    ruledOut: ruledOutBy(candidate, scene),
    ratio,
    withDeploy: null,
    minutesBefore: minutes,
    ...baselineOf(candidate, scene),
  }
}

/** Of a deploy: it, or something outside, harms everybody; or only those who have a flag as well. */
function baselineOf(
  { kind, baselineWorse }: Candidate,
  { baselineMoved }: Scene,
): Pick<SuspectFeatures, 'baselineAfter'> {
  if (kind !== 'deploy') return {}
  if (baselineWorse === true) return { baselineAfter: 'worse' }
  return baselineWorse === false && baselineMoved === false ? { baselineAfter: 'steady' } : {}
}

function ruledOutBy({ kind, ratio }: Candidate, { baselineMoved }: Scene): string | null {
  const isCompared = kind === 'rollout' || kind === 'flag'
  if (isCompared && ratio?.high !== null && ratio?.high !== undefined && ratio.high < RATIO_NONE) {
    return 'people with it are no worse off than people without it'
  }
  if (kind === 'external' && baselineMoved === false) return 'people without the new version are steady'
  return null
}

export function scoreOf(features: SuspectFeatures): number {
  const { time, contrast, service, audience, history } = features
  return (
    WEIGHTS.time * time +
    WEIGHTS.contrast * (contrast ?? 0) +
    WEIGHTS.service * (service ?? 0) +
    WEIGHTS.audience * (audience ?? 0) +
    WEIGHTS.history * history
  )
}

export type Ranked = Candidate & { features: SuspectFeatures; score: number }

/** How soon after a deploy the impact must begin for both to be named. */
export const WITH_DEPLOY_MIN = 15

/**
 * All candidates, the most likely first; what the numbers rule out comes last. Where only exposed people are worse and it
 * began at a deploy, both are named: stopping exposure ends it, the deploy stays a suspect. A deploy at which people
 * without the flag got worse too needs no flag.
 */
export function rank(candidates: readonly Candidate[], scene: Scene): Ranked[] {
  const ranked = candidates
    .filter((candidate) => isCandidate(candidate, scene))
    .map((candidate): Ranked => {
      const features = featuresOf(candidate, scene)
      return Object.assign({}, candidate, { features, score: scoreOf(features) })
    })
  const deploy = ranked
    .filter(({ kind, features }) => kind === 'deploy' && isJustBefore(features) && features.baselineAfter !== 'worse')
    .toSorted((a, b) => a.features.minutesBefore - b.features.minutesBefore)[0]
  const inOrder = ranked
    .map((one) => (deploy && isHarmfulFlag(one, scene) ? withDeploy(one, deploy) : one))
    .toSorted((a, b) => Number(isOut(a)) - Number(isOut(b)) || b.score - a.score || a.ref.localeCompare(b.ref))
  // What changed several times is one suspect, by its most telling change.
  return inOrder.filter((one, i) => inOrder.findIndex(({ kind, ref }) => kind === one.kind && ref === one.ref) === i)
}

const isOut = ({ features }: Ranked): boolean => features.ruledOut !== null
const isJustBefore = ({ minutesBefore }: SuspectFeatures): boolean =>
  minutesBefore >= 0 && minutesBefore <= WITH_DEPLOY_MIN
const isHarmfulFlag = ({ features }: Ranked, { baselineMoved }: Scene): boolean =>
  (features.contrast ?? 0) > 0 && baselineMoved !== true

/** The two together began when the deploy did: the flag was harmless before it. */
function withDeploy(one: Ranked, { title, features: { time } }: Ranked): Ranked {
  const features = { ...one.features, withDeploy: title, time: Math.max(one.features.time, time) }
  return { ...one, features, score: scoreOf(features) }
}
