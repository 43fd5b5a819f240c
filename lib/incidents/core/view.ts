import { actorMay, type Member } from '@/lib/kernel/actor'
import { type Permission } from '@/lib/kernel/permissions'
import { moveRefusal } from './decide-state'
import { type Facts, nameOf } from './facts'
import { MILESTONE_WORDS } from './milestones'
import { type Incident, type SuspectFeatures } from './model'
import {
  INCIDENT_STATES,
  MILESTONES,
  type Ask,
  type IncidentRow,
  type IncidentState,
  type IncidentView,
  type NextState,
  type SuspectKind,
  type SuspectView,
} from './schema'
import { isOpen, STATE_WORDS } from './states'
import { reasonsOf } from './suspect-words'

type StoredSuspect = Omit<SuspectView, 'reasons'> & { features: SuspectFeatures }

/** What the server gathers besides the incident itself. */
export type Gathered = {
  environmentName: string | null
  suspects: readonly StoredSuspect[]
  cause: IncidentView['cause']
  impact: string | null
  roles: IncidentView['roles']
  tasks: readonly (Omit<IncidentView['tasks'][number], 'owner'> & { ownerName: string })[]
  updates: readonly (Omit<IncidentView['updates'][number], 'by'> & { byName: string })[]
  alertsFiring: number
  merged: readonly Incident[]
  mergedInto: Incident | null
  follows: Incident | null
  rollouts: IncidentView['rollouts']
}

const READ_ONLY = 'You can read this, not change it. Ask somebody on call.'

const LABELS: Readonly<Partial<Record<IncidentState, string>>> = {
  investigating: 'Investigating',
  identified: 'Cause identified',
  mitigated: 'Mitigated',
  monitoring: 'Monitoring',
  resolved: 'Resolve',
  reviewing: 'Reviewing',
  closed: 'Close',
  declined: 'Decline',
  cancelled: 'Cancel',
}

/** The incident page: pure, so that what a button says is what the command would answer. */
export function incidentView(incident: Incident, facts: Facts, gathered: Gathered): IncidentView {
  const { now, actor } = facts
  const { roles, tasks, updates, merged, mergedInto, follows, ...rest } = gathered
  const ask = (permission: Permission): Ask =>
    actorMay(actor, permission) ? { enabled: true, reason: null } : { enabled: false, reason: READ_ONLY }
  const respond = ask('incident.respond')
  const open = isOpen(incident.state)
  return {
    ...rest,
    id: incident.id,
    name: nameOf(incident),
    title: incident.title,
    severity: incident.severity,
    state: incident.state,
    stateSentence: stateSentence(incident, mergedInto),
    answer: answerOf(incident, gathered),
    services: incident.services,
    origin: incident.origin,
    isDrill: incident.isDrill,
    isOpen: open,
    summary: incident.summary,
    openedAt: incident.openedAt,
    resolvedAt: incident.resolvedAt,
    version: incident.version,
    now,
    lead: incident.lead && { id: incident.lead.id, name: incident.lead.name },
    roles: roles.map(({ role, userId, name }) => ({ role, userId, name })),
    tasks: tasks.map(({ id, title, ownerName: owner, dueAt, link, doneAt, doneBy }) => {
      return { id, title, owner, dueAt, link, doneAt, doneBy }
    }),
    updates: updates.map(({ id, audience, body, byName: by, at }) => ({ id, audience, body, by, at })),
    milestones: MILESTONES.map((kind) => ({
      kind,
      label: MILESTONE_WORDS[kind],
      at: incident.milestones[kind] ?? null,
      between: kind === 'impact_started' ? (incident.impactRange ?? null) : null,
    })),
    suspects: gathered.suspects.map(suspectView),
    mergedInto: mergedInto && named(mergedInto),
    merged: merged.map(named),
    follows: follows && named(follows),
    states: nextStates(incident, facts, respond),
    may: {
      acknowledge: acknowledgeAsk(incident, respond),
      respond,
      lead: leadAsk(incident, facts, respond),
      merge: ask('incident.lead'),
    },
  }
}

const named = (one: Incident) => ({ id: one.id, name: nameOf(one) })

function suspectView({ features, ...row }: StoredSuspect): SuspectView {
  const { id, kind, ref, title, score, state, reason, by, changedAt, rollout } = row
  const reasons = reasonsOf(kind, features)
  return { id, kind, ref, title, score, reasons, state, reason, by, changedAt, rollout }
}

function acknowledgeAsk(incident: Incident, respond: Ask): Ask {
  if (!respond.enabled) return respond
  if (incident.acknowledgedBy !== null) {
    return { enabled: false, reason: `${incident.acknowledgedBy} acknowledged it already.` }
  }
  return isOpen(incident.state) ? respond : { enabled: false, reason: `It is ${wordOf(incident)}.` }
}

function leadAsk({ lead, state }: Incident, { actor }: Facts, respond: Ask): Ask {
  if (!respond.enabled) return respond
  if (lead?.id === actor.id) return { enabled: false, reason: 'You lead it already.' }
  return isOpen(state) ? respond : { enabled: false, reason: `It is ${STATE_WORDS[state].toLowerCase()}.` }
}

/** Every move, with the very reason that the command would give; moves that never fit are left out. */
function nextStates(incident: Incident, facts: Facts, respond: Ask): NextState[] {
  return INCIDENT_STATES.flatMap((to): NextState[] => {
    if (to === incident.state || to === 'triage' || to === 'merged') return []
    const refusal = moveRefusal(incident, to, 'a reason', facts)
    const needsReason = moveRefusal(incident, to, '', facts)?.code === 'reason-required'
    const back = to === 'investigating' && !isOpen(incident.state)
    const label = back ? 'Open again' : (LABELS[to] ?? STATE_WORDS[to])
    if (refusal) return []
    return [{ to, label, needsReason, ...respond }]
  })
}

const wordOf = ({ state }: Incident): string => STATE_WORDS[state].toLowerCase()

function stateSentence(incident: Incident, mergedInto: Incident | null): string {
  if (incident.state === 'merged' && mergedInto) return `Merged into ${nameOf(mergedInto)}`
  return STATE_WORDS[incident.state]
}

/** The one sentence on top. */
export function answerOf(incident: Incident, { cause, mergedInto }: Pick<Gathered, 'cause' | 'mergedInto'>): string {
  if (mergedInto) return `It lives on in ${nameOf(mergedInto)}; work there.`
  if (!isOpen(incident.state)) return `It is ${wordOf(incident)}. ${incident.summary}`.trim()
  if (cause?.watch?.state === 'recovered') return cause.watch.sentence
  if (cause?.stopped)
    return `Exposure of ${cause.flag} was taken away by ${cause.stopped.by}. Watch whether it gets better.`
  if (cause) return cause.sentence
  return incident.summary || 'No rollout is suspected. Look at what changed, and write down what you see.'
}

/** What the strip's button says before it is pressed; the page of the incident knows more, and is read then. */
export function stripStop(
  actor: Member,
  { stopped }: Incident,
  suspect: { kind: SuspectKind; ref: string } | undefined,
): Ask {
  if (!suspect) return { enabled: false, reason: 'No rollout or flag is suspected, so there is nothing to stop.' }
  if (stopped && stopped.rolloutId === suspect.ref)
    return { enabled: false, reason: `Exposure is stopped already, by ${stopped.by.name}.` }
  const isAllowed = actorMay(actor, suspect.kind === 'rollout' ? 'rollout.stop' : 'flag.stop')
  return isAllowed ? { enabled: true, reason: null } : { enabled: false, reason: READ_ONLY }
}

/** A row of the list. */
export function incidentRow(incident: Incident, suspect: string, impact: string): IncidentRow {
  const { id, title, severity, state, isDrill, openedAt, resolvedAt, lead, version } = incident
  return {
    id,
    name: nameOf(incident),
    title,
    severity,
    state,
    stateWord: STATE_WORDS[state],
    isOpen: isOpen(state),
    isDrill,
    openedAt,
    resolvedAt,
    lead: lead?.name ?? '',
    suspect,
    impact,
    version,
  }
}
