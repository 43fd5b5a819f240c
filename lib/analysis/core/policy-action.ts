import { assertNever } from '@/lib/kernel/result'
import { durationMs, elapsedMs, type Instant } from '@/lib/kernel/time'
import { type AcceptedRisk, type RolloutState } from '@/lib/rollouts/core/model'
import { type Verdict } from '@/lib/rollouts/core/schema'
import { logSumExp } from '@/lib/statistics/log-sum-exp'
import { type Harm } from './harm-now'
import { type Policy, type PolicyRule } from './schema'

/** Since when each rule of the policy has held at every tick; plain JSON, kept with the engine's state. */
export type PolicyMemory = { version: string; over: (Instant | null)[] }

export type PolicyAction = {
  action: 'none' | PolicyRule['act']
  /** The line of the policy that acts, and what it saw: for the decision's note. */
  because: string
  memory: PolicyMemory
}

type Asked = {
  verdict: Verdict
  harm: Harm
  state: RolloutState
  risks: readonly AcceptedRisk[]
  policy: Policy
  memory: PolicyMemory | null
  now: Instant
}

const ORDER: readonly PolicyRule['act'][] = ['roll-back', 'stop', 'pause']

/**
 * What the policy does now: the strongest of its rules that hold and would still change something. Asked at every tick
 * in every state in which anybody is exposed (statistics.md §7). A metric whose risk somebody accepted counts as E ≡ 1
 * until the acceptance ends; hard limits are never accepted away.
 */
export function policyAction(asked: Asked): PolicyAction {
  const { policy, now } = asked
  const version = `${policy.key} ${policy.version}`
  const before = asked.memory?.version === version ? asked.memory.over : []
  const over = policy.rules.map((rule, i) => (isOver(rule, asked) ? (before[i] ?? now) : null))
  const memory = { version, over }
  const none: PolicyAction = { action: 'none', because: '', memory }
  const due = policy.rules.filter((rule, i) => {
    const since = over[i]
    if (rule.for === null) return since !== null || wasOver(rule, asked)
    return since !== null && since !== undefined && elapsedMs(since, now) >= durationMs(rule.for)
  })
  const rule = ORDER.flatMap((act) => due.filter((one) => one.act === act))[0]
  if (!rule || !wouldChange(rule.act, asked.state)) return none
  return { action: rule.act, because: sentence(rule, asked), memory }
}

/** Whether the rule's value is over its threshold at this tick. */
function isOver(rule: PolicyRule, { harm, risks, now }: Asked): boolean {
  if ('hardLimit' in rule.when) return harm.hardLimits.length > 0
  return logHarm(harm, risks, now) >= Math.log(rule.when.harm)
}

/** Without patience, a threshold once passed stays passed: alarms read the running maximum. */
function wasOver(rule: PolicyRule, { harm, risks, now }: Asked): boolean {
  if ('hardLimit' in rule.when || accepted(harm, risks, now).length > 0) return false
  return harm.latched >= Math.log(rule.when.harm)
}

/** ln Ē now, without the metrics whose risk is accepted. */
function logHarm(harm: Harm, risks: readonly AcceptedRisk[], now: Instant): number {
  const out = accepted(harm, risks, now)
  const [inSum, apart] = [
    harm.metrics.filter((m) => !out.includes(m.key)),
    harm.metrics.filter((m) => out.includes(m.key)),
  ]
  const rest = harm.restWeight + apart.reduce((sum, { weight }) => sum + weight, 0)
  return logSumExp([Math.log(rest), ...inSum.map(({ weight, logE }) => Math.log(weight) + logE)])
}

function accepted(harm: Harm, risks: readonly AcceptedRisk[], now: Instant): string[] {
  const inForce = new Set(risks.filter((risk) => elapsedMs(now, risk.until) > 0).map(({ what }) => what))
  return harm.metrics.map(({ key }) => key).filter((key) => inForce.has(key) || inForce.has('guardrails'))
}

/** Pausing what is paused, or stopping what nobody has, says nothing new. */
function wouldChange(act: PolicyRule['act'], state: RolloutState): boolean {
  switch (state.kind) {
    case 'running':
    case 'holding':
      return true
    case 'awaiting-approval':
      return state.from !== null
    case 'paused':
      return act !== 'pause'
    case 'draft':
    case 'stopped':
    case 'rolling-back':
    case 'rolled-back':
    case 'finished':
    case 'abandoned':
      return false
    default:
      return assertNever(state)
  }
}

function sentence(rule: PolicyRule, { verdict, harm }: Asked): string {
  const names = verdict.drivers.map((key) => verdict.metrics.find((m) => m.key === key)?.name ?? key)
  const what = [...new Set(names)].join(', ') || 'A guardrail'
  if ('hardLimit' in rule.when) return `${harm.hardLimits.join(', ')} past the hard limit`
  return `${what}: harm past the limit, evidence ${rule.when.harm} to 1`
}
