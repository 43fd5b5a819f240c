import { share } from '@/lib/kernel/format'
import { evidenceOf } from './evidence'
import { type GateFacts } from './facts'
import { type Rollout } from './model'
import { type Evidence, type GateKind, type GateView } from './schema'
import { targetStage } from './stages'
import { verdictWord } from './verdict-words'

const GATES: Readonly<Record<GateKind, string>> = {
  guardrails: 'Guardrails',
  'enough-data': 'Enough data',
  'data-health': 'Data health',
  'even-split': 'Even split',
  soak: 'Soak time',
  approvals: 'Approvals',
  freeze: 'No freeze',
}
const STATES: Readonly<Record<GateView['state'], string>> = {
  met: 'met',
  failing: 'failing',
  waiting: 'waiting',
  blind: 'blind',
  accepted: 'accepted as a risk',
}

/** What differs between two pieces of evidence, a sentence each: why sign-offs no longer bind. */
export function changesBetween(before: Evidence, now: Evidence): string[] {
  const changes: string[] = []
  if (before.verdict !== now.verdict) {
    changes.push(`The verdict was “${verdictWord(before.verdict).word}” and is “${verdictWord(now.verdict).word}”`)
  }
  const was = new Map(before.gates)
  for (const [kind, state] of now.gates) {
    const old = was.get(kind)
    if (old !== undefined && old !== state) changes.push(`${GATES[kind]} was ${STATES[old]} and is ${STATES[state]}`)
  }
  const [from, to] = [before.target?.share, now.target?.share]
  if (from !== undefined && to !== undefined && from !== to) {
    changes.push(`The share asked for was ${share(from / 1000)} and is ${share(to / 1000)}`)
  } else if (before.target && now.target && before.target.stage !== now.target.stage) {
    changes.push('The stage asked for was edited')
  }
  if (before.policy[0] !== now.policy[0]) changes.push(`The policy was ${before.policy[0]} and is ${now.policy[0]}`)
  else if (before.policy[1] !== now.policy[1]) {
    changes.push(`The policy ${now.policy[0]} was v${before.policy[1]} and is v${now.policy[1]}`)
  }
  for (const [metric, version] of Object.entries(now.metrics)) {
    const old = before.metrics[metric]
    if (old !== undefined && old !== version) changes.push(`${metric} is measured in another way now`)
  }
  return changes
}

/**
 * What changed since sign-offs were asked for; where nothing did, since the last one that expired was given. Empty while
 * nobody is asked.
 */
export function changedSince(rollout: Rollout, facts: GateFacts): string[] {
  const { state } = rollout
  const target = targetStage(rollout)
  if (!target || state.kind === 'draft') return []
  const now = evidenceOf(rollout, facts)
  const asked = state.kind === 'awaiting-approval' ? state.asked : undefined
  const sinceAsked = asked ? changesBetween(asked, now) : []
  if (sinceAsked.length > 0) return sinceAsked
  const expired = rollout.approvals.findLast(({ stageId, expiredAt }) => stageId === target.id && expiredAt !== null)
  return expired?.evidence ? changesBetween(expired.evidence, now) : []
}
