import { decimal, plural } from '@/lib/kernel/format'
import { instant, type Instant, toMs } from '@/lib/kernel/time'
import { type WatchPoint, type WatchView } from './schema'

const MINUTE_MS = 60_000
/** Windows of the harmed signal, and how many in a row must be usual. */
export const WINDOW_MS = 5 * MINUTE_MS
const USUAL_WINDOWS = 2
/** If it is not better by then, stopping did not help. */
const HELPS_WITHIN_MS = 10 * MINUTE_MS

/** What analysis last measured of the harmed metric: rates per person, and how many people are on each side. */
export type Harmed = {
  name: string
  /** Which way is good. */
  direction: 'lower' | 'higher'
  exposed: number
  baseline: number
  exposedPeople: number
  baselinePeople: number
}

/**
 * What the signal would be if nobody had the new version: the count before the stop, times the baseline's rate over the
 * rate of both cohorts together.
 */
export function usualPerMin(beforePerMin: number, harmed: Harmed): number | null {
  const people = harmed.exposedPeople + harmed.baselinePeople
  if (people === 0) return null
  const mixed = (harmed.exposed * harmed.exposedPeople + harmed.baseline * harmed.baselinePeople) / people
  return mixed > 0 ? (beforePerMin * harmed.baseline) / mixed : null
}

/**
 * Usual: no worse than what chance alone gives (two standard deviations of a Poisson count, and one event). Of what
 * should rise so much must be expected that nothing at all would be too little: else a quiet night would look healed.
 */
export function isUsual(count: number, expected: number | null, direction: Harmed['direction']): boolean {
  if (expected === null) return false
  const chance = 2 * Math.sqrt(expected) + 1
  if (direction === 'lower') return count <= expected + chance
  return expected > chance && count >= expected - chance
}

/** Moments to count between: a window before the stop, then windows since, the newest one not over yet but a minute long. */
export function windowsOf(stoppedAt: Instant, now: Instant, most = 6): { from: Instant; to: Instant }[] {
  const start = toMs(stoppedAt)
  const before = { from: instant(start - WINDOW_MS), to: stoppedAt }
  const since = Math.max(0, toMs(now) - start)
  const all = Array.from({ length: Math.ceil(since / WINDOW_MS) }, (_, i) => ({
    from: instant(start + i * WINDOW_MS),
    to: instant(Math.min(start + (i + 1) * WINDOW_MS, toMs(now))),
  }))
  return [before, ...all.filter(isLongEnough).slice(-most)]
}

/**
 * Whether it got better after exposure was taken away. What is usual goes with how many people come; a window in which
 * nobody is heard of any more says nothing.
 * @param counts events of the harmed metric in the spans of `windowsOf`
 * @param met how often people met the flag in those spans; where none did before, it is not reported and not asked
 */
export function watched(
  harmed: Harmed,
  spans: readonly Span[],
  { counts, met }: { counts: readonly number[]; met: readonly number[] },
  { stoppedAt, now }: { stoppedAt: Instant; now: Instant },
): WatchView {
  const [ahead] = spans
  const before = ahead ? rateOf(counts[0] ?? 0, ahead) : 0
  const usual = usualPerMin(before, harmed)
  const metBefore = ahead ? rateOf(met[0] ?? 0, ahead) : 0
  const isHeard = (i: number): boolean => metBefore === 0 || (met[i] ?? 0) > 0
  const expectedIn = (span: Span, i: number): number | null => {
    const crowd = metBefore === 0 ? 1 : rateOf(met[i] ?? 0, span) / metBefore
    return usual === null ? null : (usual * crowd * lengthMs(span)) / MINUTE_MS
  }
  const points = spans.slice(1).map((span, i): WatchPoint => ({
    from: span.from,
    to: span.to,
    perMin: rateOf(counts[i + 1] ?? 0, span),
    usual: isHeard(i + 1) && isUsual(counts[i + 1] ?? 0, expectedIn(span, i + 1), harmed.direction),
  }))
  const whole = points.filter((point) => toMs(point.to) - toMs(point.from) >= WINDOW_MS)
  const last = whole.slice(-USUAL_WINDOWS)
  const isBack = last.length === USUAL_WINDOWS && last.every((point) => point.usual)
  const isLate = toMs(now) - toMs(stoppedAt) >= HELPS_WITHIN_MS
  const half = (before + (usual ?? 0)) / 2
  const isBetter = whole.some(({ perMin }) => (harmed.direction === 'lower' ? perMin < half : perMin > half))
  const state = isBack ? 'recovered' : isLate && !isBetter ? 'not-helped' : 'watching'
  const view = { name: harmed.name, beforePerMin: before, usualPerMin: usual, points, state } as const
  return { ...view, sentence: sentenceOf(view) }
}

type Span = { from: Instant; to: Instant }
const lengthMs = ({ from, to }: Span): number => Math.max(1000, toMs(to) - toMs(from))
const rateOf = (count: number, span: Span): number => (count * MINUTE_MS) / lengthMs(span)
/** A few seconds say nothing yet; windows come oldest first, so only the last one can be short. */
const isLongEnough = (span: Span): boolean => lengthMs(span) >= MINUTE_MS
const round = (rate: number): string => decimal(rate, rate < 10 ? 1 : 0)

type Confirmed = { confirmed: number; seen: number; done: boolean }

/** Why an incident is mitigated: who runs the safe version, and the signal's values since; null while it is not. */
export function recoveryReason(propagation: Confirmed | null, watch: WatchView | null): string | null {
  if (!propagation?.done || watch?.state !== 'recovered') return null
  const { confirmed, seen } = propagation
  const clients = seen > 0 ? `${confirmed} of ${plural(seen, 'client', 'clients')} confirmed` : 'no client was seen'
  return `${clients}; ${valuesOf(watch)}`
}

function valuesOf({ name, beforePerMin, usualPerMin: usual, points }: Omit<WatchView, 'sentence'>): string {
  const values = [beforePerMin, ...points.map(({ perMin }) => perMin)].map(round).join(' → ')
  const usually = usual === null ? '' : `, usual about ${round(usual)}`
  return `${name.charAt(0).toLowerCase()}${name.slice(1)} ${values} a minute${usually}`
}

function sentenceOf(view: Omit<WatchView, 'sentence'>): string {
  const { name, beforePerMin, usualPerMin: usual, points, state } = view
  if (points.length === 0) {
    const signal = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    const usually = usual === null ? '' : `, usual about ${round(usual)}`
    return `Watching: ${signal} ${round(beforePerMin)} a minute before${usually}. The first value comes in a minute.`
  }
  const values = valuesOf(view)
  if (state === 'recovered') return `Recovered: ${values}. Resolve it when you agree.`
  if (state === 'not-helped') return `Stopping did not help: ${values}. Suspect ruled out?`
  return `Watching: ${values}.`
}
