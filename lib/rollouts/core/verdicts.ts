import { elapsedMs, toMs, type Instant } from '@/lib/kernel/time'
import { type Rollout } from './model'
import { type Verdict, type VerdictCode } from './schema'

export function isHarmfulCode(code: VerdictCode): boolean {
  return code === 'harmful' || code === 'harmful-for-segment'
}

/** Whether somebody's accepted risk on this gate or metric is in force. */
export function isAccepted(rollout: Rollout, what: string, now: Instant): boolean {
  return rollout.risks.some((risk) => risk.what === what && elapsedMs(now, risk.until) > 0)
}

/** The metric a driver speaks of: `payment_errors` or, for a segment, `payment_errors@platform:ios`. */
export const metricOf = (driver: string): string => driver.split('@')[0] ?? driver

function isHarmAccepted(rollout: Rollout, verdict: Verdict, now: Instant): boolean {
  if (verdict.drivers.length === 0) return isAccepted(rollout, 'guardrails', now)
  return verdict.drivers.every((driver) => isAccepted(rollout, metricOf(driver), now))
}

/** Harm that nobody has accepted: the verdict says so now, or said so and nobody has answered. */
export function harms(rollout: Rollout, now: Instant): boolean {
  if (rollout.latched) return true
  const { verdict } = rollout
  return verdict !== null && isHarmfulCode(verdict.code) && !isHarmAccepted(rollout, verdict, now)
}

/** The verdict about the stage that people have now; null while the last one is about an earlier stage. */
export function presentVerdict(rollout: Rollout): Verdict | null {
  const { verdict, enteredAt } = rollout
  return verdict && enteredAt && toMs(verdict.at) > toMs(enteredAt) ? verdict : null
}

/**
 * Whether a new verdict latches: it is harmful, its harm isn't accepted, and it is not the very harm that a person has
 * answered before.
 */
export function latches(rollout: Rollout, verdict: Verdict): boolean {
  if (!isHarmfulCode(verdict.code) || isHarmAccepted(rollout, verdict, verdict.at)) return false
  const { answered } = rollout
  if (!answered || toMs(verdict.since) > toMs(answered.at)) return true
  return verdict.drivers.some((driver) => !answered.drivers.includes(driver))
}
