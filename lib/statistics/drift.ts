import { checkAbove, checkSome } from './checks'
import { type Ready, StatsInputError } from './errors'
import { cusumBaseline, type CusumState, DRIFT_RATIOS } from './cusum'
import { forecast, learn, type Seasonal, seasonalBaseline, type Tally } from './seasonal'

/** A metric of the control alone, watched against its own forecast. Plain data, so it survives JSON. */
export type Drift = {
  readonly model: Seasonal
  readonly detector: CusumState | null
  /** Minute of the alarm that still holds. */
  readonly alarmedAt: number | null
}

export type DriftStep = { state: Drift; expected: number | null; M: number; cusum: number; alarm: boolean }

/** An alarm is over once the e-CUSUM, which forgets, has lost this part of what raised it. */
const OVER_AT = 10
/** Evidence is kept up to this many thresholds, so that the end of a great disturbance is seen within the hour. */
const KEPT = 10

export function startDrift(model: Seasonal): Drift {
  return { model, detector: null, alarmedAt: null }
}

/**
 * One minute: forecast, detect, then learn, in this order, so that the forecast never knows the minute. The model is
 * frozen from the alarm until the e-CUSUM has fallen below 10 again. Minutes come in time order; an hour of the week
 * that history has not seen changes nothing.
 */
export function stepDrift(
  prev: Drift,
  minute: Tally,
  threshold: number,
  ratios: readonly number[] = DRIFT_RATIOS,
): DriftStep {
  const expectation = forecast(prev.model, minute.at, minute.n)
  if (expectation === null) return { state: prev, expected: null, M: 0, cusum: 0, alarm: prev.alarmedAt !== null }
  const step = cusumBaseline(prev.detector, { y: minute.y, ...expectation }, ratios, threshold)
  const most = KEPT * threshold
  const detector = { cusum: step.state.cusum.map((m) => Math.min(m, most)), sr: step.state.sr }
  const isOver = prev.alarmedAt !== null && step.cusum < OVER_AT
  const isAlarmed = prev.alarmedAt === null ? step.alarm : !isOver
  const state: Drift = {
    model: isAlarmed ? prev.model : learn(prev.model, minute),
    // After an alarm the e-SR starts anew: it never forgets by itself.
    detector: isOver ? null : detector,
    alarmedAt: isAlarmed ? (prev.alarmedAt ?? minute.at) : null,
  }
  return { state, expected: expectation.expected, M: step.M, cusum: step.cusum, alarm: isAlarmed }
}

/** Somebody has said that the alarm is dealt with: the model learns again, from what is now. */
export function settleDrift(drift: Drift): Drift {
  return { model: drift.model, detector: null, alarmedAt: null }
}

/**
 * Alarms per week that each threshold would have raised over quiet history: what the screen shows in place of a
 * promise, because the forecast is an estimate (statistics §2h). `hours` come before the `minutes` that are replayed.
 */
export function replayDrift(
  history: { hours: readonly Tally[]; minutes: readonly Tally[] },
  thresholds: readonly number[],
): Ready<{ perWeek: number[] }> {
  checkSome(history.minutes.length, 'minutes')
  const baseline = seasonalBaseline(history.hours)
  if (!baseline.ready) return baseline
  const weeks = history.minutes.length / (60 * 168)
  const perWeek = thresholds.map((threshold) => countAlarms(baseline.model, history.minutes, threshold) / weeks)
  return { ready: true, perWeek }
}

/** The smallest of the thresholds tried that alarms at most `perWeek` times a week; null if none does. */
export function calibrateThreshold(measured: readonly { threshold: number; perWeek: number }[], perWeek: number) {
  checkAbove(perWeek, 0, 'perWeek')
  const calm = measured.filter((m) => m.perWeek <= perWeek).map((m) => m.threshold)
  return calm.length === 0 ? null : Math.min(...calm)
}

function countAlarms(model: Seasonal, minutes: readonly Tally[], threshold: number): number {
  let [state, alarms, last] = [startDrift(model), 0, -1]
  for (const [i, minute] of minutes.entries()) {
    if (minute.at <= last) throw new StatsInputError('ORDER', `minutes.${i}.at`, 'must come after the one before')
    last = minute.at
    const wasAlarmed = state.alarmedAt !== null
    const step = stepDrift(state, minute, threshold)
    if (step.alarm && !wasAlarmed) alarms += 1
    state = step.state
  }
  return alarms
}
