import { actorMay } from '@/lib/kernel/actor'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { reasonAgainst, verbsFor } from './actions'
import { audienceWords } from './audience'
import { UNDO_MS } from './decide-undo'
import { evidenceHash } from './evidence'
import { changedSince } from './evidence-changes'
import { type Facts } from './facts'
import { gatesOf, gateView, isMet } from './gates'
import { nextOf } from './next'
import { type Rollout } from './model'
import {
  type DecisionView,
  type Propagation,
  type ReadinessCheck,
  type Recovery,
  type RolloutRow,
  type RolloutView,
  type StageView,
} from './schema'
import { stateSentence } from './sentences'
import { exposedWeight, reachedStageId, stageOf, targetStage } from './stages'

/** What a view shows beside the rollout: names, the last decision, and what clients have confirmed. */
export type ViewFacts = Omit<Facts, 'propagation' | 'readiness'> & {
  environmentName: string
  authorName: string
  owner: string
  lastDecision: DecisionView | null
  propagation: Propagation | null
  recovery: Recovery | null
  readiness: ReadinessCheck[] | null
  reviewed: boolean
  /** The environment's measured propagation in seconds; null before there is one. */
  propagationS: number | null
}
export type RowFacts = Pick<ViewFacts, 'environmentName' | 'owner'> & Facts

/** Who took a change later than this had been away: it says nothing of how fast a stop arrives. */
const PROPAGATION_S_MAX = 300
const believable = (s: number | null): number | null => (s !== null && s <= PROPAGATION_S_MAX ? s : null)

/** Everything the page of one rollout shows to a viewer. An API key gets no verbs. */
export function rolloutView(rollout: Rollout, facts: ViewFacts): RolloutView {
  const target = targetStage(rollout)
  return {
    ...common(rollout, facts),
    author: facts.authorName,
    hypothesis: rollout.hypothesis,
    rollbackPlan: rollout.rollbackPlan,
    policy: { key: rollout.policyKey, version: facts.versions.policy },
    brief: rollout.brief ?? null,
    guardrails: rollout.guardrails,
    goals: rollout.goals,
    audience: audienceWords(rollout.audience),
    holdback: rollout.holdback,
    stages: stageViews(rollout),
    startedAt: rollout.startedAt,
    stageSince: rollout.stageSince,
    verdict: rollout.verdict,
    latched: rollout.latched,
    gates: gatesOf(rollout, facts).map(gateView),
    approvals: rollout.approvals
      .filter((approval) => approval.stageId === target?.id)
      .map(({ name, disciplines, at, note, expiredAt }) => ({
        name,
        disciplines,
        at,
        note,
        expired: expiredAt !== null,
      })),
    approvalsNeeded: target?.disciplines ?? [],
    evidenceHash: evidenceHash(rollout, facts),
    changed: changedSince(rollout, facts),
    readiness: facts.readiness,
    reviewed: facts.reviewed,
    approvalStageId: target?.id ?? null,
    risks: rollout.risks.map(({ what, by, at, until, reason }) => ({ what, by: by.name, at, until, reason })),
    undo: undoView(rollout, facts),
    lastDecision: facts.lastDecision,
    recovery: facts.recovery,
    propagation: facts.propagation,
    propagationS: believable(facts.propagationS),
    peopleExposed: peopleExposed(rollout, facts),
    now: facts.now,
    rights: rightsOf(facts),
    verbs: facts.actor.kind === 'person' ? verbsFor(rollout, facts) : [],
  }
}

function rightsOf({ actor, owner }: ViewFacts): RolloutView['rights'] {
  const ask = owner && owner !== actor.name ? `. Ask ${owner} (owner)` : ''
  return {
    edit: actorMay(actor, 'rollout.edit') ? null : `Needs Engineer${ask}`,
    comment: actorMay(actor, 'comment.write') ? null : `Needs Triage or Engineer${ask}`,
  }
}

/** One row of the list of rollouts. */
export function rolloutRow(rollout: Rollout, facts: RowFacts): RolloutRow {
  const gates = gatesOf(rollout, facts)
  const { state } = rollout
  return {
    ...common(rollout, facts),
    stagesTotal: rollout.stages.length,
    verdictCode: rollout.verdict?.code ?? null,
    gatesMet: gates.filter(isMet).length,
    gatesTotal: gates.length,
    awaitingSince: state.kind === 'awaiting-approval' ? state.since : null,
    awaitsViewer: mayApprove(rollout, facts),
  }
}

function common(rollout: Rollout, facts: RowFacts) {
  return {
    id: rollout.id,
    name: `RO-${rollout.number}`,
    flag: rollout.flagKey,
    environment: rollout.environmentKey,
    environmentName: facts.environmentName,
    owner: facts.owner,
    state: rollout.state.kind,
    stateSentence: stateSentence(rollout),
    version: rollout.version,
    weight: exposedWeight(rollout),
    stage: (stageOf(rollout, reachedStageId(rollout.state))?.position ?? -1) + 1,
    next: nextOf(rollout, facts, mayApprove(rollout, facts)),
  }
}

const mayApprove = (rollout: Rollout, facts: Facts): boolean =>
  actorMay(facts.actor, 'rollout.approve') && reasonAgainst(rollout, 'approve', facts) === null

function stageViews(rollout: Rollout): StageView[] {
  const reached = stageOf(rollout, reachedStageId(rollout.state))?.position ?? -1
  const { kind } = rollout.state
  return rollout.stages.map((stage) => {
    const { weight, minSoak, disciplines, minUnits, margin, id, position } = stage
    const spec = { weight, minSoak, disciplines, minUnits, margin, id, position }
    if (position < reached || kind === 'finished') return { ...spec, state: 'done' }
    if (position === reached) return { ...spec, state: 'now' }
    return { ...spec, state: position === reached + 1 ? 'next' : 'later' }
  })
}

/** People exposed now; nobody unless a stage or a finished rollout reaches them. */
function peopleExposed(rollout: Rollout, facts: ViewFacts): number {
  return exposedWeight(rollout) === 0
    ? 0
    : (facts.people ?? rollout.verdict?.peopleMet ?? rollout.verdict?.unitsExposed ?? 0)
}

function undoView(rollout: Rollout, facts: ViewFacts): RolloutView['undo'] {
  const { state } = rollout
  const { lastDecision } = facts
  if ((state.kind !== 'paused' && state.kind !== 'stopped') || !lastDecision) return null
  const verb = state.kind === 'paused' ? 'pause' : 'stop'
  if (lastDecision.verb !== verb || reasonAgainst(rollout, 'undo', facts) !== null) return null
  const until: Instant = instant(toMs(state.at) + UNDO_MS)
  return { decisionId: lastDecision.id, verb, until }
}
