import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { apply } from './apply'
import { decided, type Decision, type IncidentEvent } from './events'
import { byOf, type Facts, nameOf, staleRefusal } from './facts'
import { derived } from './milestones'
import { type By, type Incident } from './model'
import { type IncidentState, type MilestoneKind, type SetStateInput } from './schema'
import { isEnded, isOpen, isSideExit, placeOf, REOPEN_MS, STATE_WORDS } from './states'

/** Folds derived events one after the other, so that each sees the milestones before it. */
class Steps {
  readonly events: IncidentEvent[] = []
  constructor(private incident: Incident) {}
  add(...events: IncidentEvent[]): this {
    for (const event of events) {
      this.events.push(event)
      this.incident = apply(this.incident, event)
    }
    return this
  }
  milestone(kind: MilestoneKind, at: Facts['now'], by: By): this {
    return this.add(...derived(this.incident.milestones, kind, at, by))
  }
}

/** Somebody looks at it. Protective, so it takes no version; acknowledged already is a yes. */
export function acknowledge(incident: Incident, facts: Facts): Decision {
  if (!isOpen(incident.state)) return endedRefusal(incident)
  if (incident.acknowledgedBy !== null) return decided()
  const [at, by] = [facts.now, byOf(facts.actor)]
  const steps = new Steps(incident).add({ kind: 'incident.acknowledged', at, by }).milestone('acknowledged', at, by)
  if (incident.state === 'triage') {
    steps.add({ kind: 'incident.state_changed', from: 'triage', to: 'investigating', reason: '', at, by })
  }
  return decided(...steps.events)
}

/** Moves forward (any step may be skipped), takes a side exit, or opens a resolved incident again. */
export function setState(incident: Incident, input: SetStateInput, facts: Facts): Decision {
  const { state } = incident
  const { to, reason } = input
  if (to === state) return decided()
  const stale = staleRefusal(incident, input.expectedVersion, facts)
  if (stale) return stale
  const no = moveRefusal(incident, to, reason, facts)
  if (no) return no
  return decided(...movedTo(incident, to, reason, facts))
}

/** Why this move is not possible now; null when it is. Also what the screen says beside a choice that is off. */
export function moveRefusal(incident: Incident, to: IncidentState, reason: string, facts: Facts): Refusal | null {
  const { state } = incident
  if (to === 'merged') return refuse('use-merge', 'Merging names the other incident.', { remedy: 'Use Merge.' })
  if (state === 'merged') {
    return refuse('merged', 'It was merged into another incident.', {
      remedy: 'Un-merge it, or work on the other one.',
    })
  }
  if (to === 'investigating' && isEnded(state)) return reopenRefusal(incident, reason, facts)
  if (isSideExit(to)) return exitRefusal(incident, to, reason)
  if (isSideExit(state)) return refuse('ended', `${nameOf(incident)} was ${STATE_WORDS[state].toLowerCase()}.`)
  if (placeOf(to) > placeOf(state)) {
    if (placeOf(to) > placeOf('resolved') && placeOf(state) < placeOf('resolved')) {
      return refuse('not-resolved', 'It is not resolved yet.', { remedy: 'Resolve it first.' })
    }
    return null
  }
  return refuse('only-forward', `It is ${STATE_WORDS[state].toLowerCase()} already; states go forward.`, {
    remedy: isEnded(state) ? 'Open it again within 24 hours.' : 'Write a note to say what changed.',
  })
}

function exitRefusal(incident: Incident, to: IncidentState, reason: string): Refusal | null {
  if (!isOpen(incident.state)) return endedRefusal(incident)
  if (to === 'declined' && incident.state !== 'triage') {
    return refuse('in-work', 'It is being worked on, so it cannot be declined.', { remedy: 'Cancel or resolve it.' })
  }
  if (!reason) return refuse('reason-required', 'Say why in a few words.', { field: 'reason' })
  return null
}

function reopenRefusal({ state, resolvedAt, ...incident }: Incident, reason: string, facts: Facts): Refusal | null {
  if (state !== 'resolved' && state !== 'reviewing') {
    return refuse('ended', `${nameOf(incident)} was ${STATE_WORDS[state].toLowerCase()}.`, {
      remedy: 'Open a new incident.',
    })
  }
  if (resolvedAt !== null && elapsedMs(resolvedAt, facts.now) > REOPEN_MS) {
    return refuse('too-late-to-reopen', 'It was resolved more than 24 hours ago.', {
      remedy: 'Open a new incident; it can name this one.',
    })
  }
  if (!reason) return refuse('reason-required', 'Say what came back, in a few words.', { field: 'reason' })
  return null
}

function movedTo(incident: Incident, to: IncidentState, reason: string, facts: Facts): IncidentEvent[] {
  const [at, by] = [facts.now, byOf(facts.actor)]
  const steps = new Steps(incident)
  const back = to === 'investigating' && isEnded(incident.state)
  if (!back && !isSideExit(to)) {
    const place = placeOf(to)
    if (facts.actor.kind === 'person' && incident.acknowledgedBy === null) {
      steps.add({ kind: 'incident.acknowledged', at, by })
      steps.milestone('acknowledged', at, by)
    }
    if (to === 'identified') steps.milestone('identified', at, by)
    if (place >= placeOf('mitigated')) steps.milestone('mitigated', at, by)
    if (place >= placeOf('resolved')) steps.milestone('resolved', at, by)
  }
  steps.add({ kind: 'incident.state_changed', from: incident.state, to, reason, at, by })
  // What was over is not: the clock of the recovery runs again.
  if (back) {
    for (const milestone of ['resolved', 'mitigated'] as const) {
      if (incident.milestones[milestone] !== undefined) {
        steps.add({ kind: 'milestone.set', milestone, value: null, byHand: false, reason: 'opened again', at, by })
      }
    }
  }
  return steps.events
}

export function endedRefusal(incident: Incident): Refusal {
  return refuse('ended', `${nameOf(incident)} is ${STATE_WORDS[incident.state].toLowerCase()}.`, {
    remedy: incident.state === 'merged' ? 'Work on the one it was merged into.' : 'Open it again or open a new one.',
  })
}

/** Whether its recovery is still waited for. */
export const isUnmitigated = ({ state }: Incident): boolean => isOpen(state) && placeOf(state) < placeOf('mitigated')

/**
 * Exposure is gone and the harmed signal is usual again: mitigated by itself, then monitoring.
 * @param reason what was seen of both, with its values; null: it was not seen
 */
export function recovered(incident: Incident, reason: string | null, facts: Facts): Decision {
  if (!isUnmitigated(incident)) return decided()
  if (reason === null) {
    return refuse('not-recovered', 'Exposure is not confirmed gone, or the signal is not usual yet.', {
      remedy: 'Wait for two usual windows of five minutes, or set the state by hand.',
    })
  }
  const [at, by] = [facts.now, byOf(facts.actor)]
  const steps = new Steps(incident).milestone('mitigated', at, by)
  steps.add({ kind: 'incident.state_changed', from: incident.state, to: 'mitigated', reason, at, by })
  steps.add({ kind: 'incident.state_changed', from: 'mitigated', to: 'monitoring', reason: '', at, by })
  return decided(...steps.events)
}

/** The source says that it is over; closed by itself only when nobody looked and nothing was changed. */
export function sourceResolved(incident: Incident, facts: Facts): Decision {
  const isUntouched = incident.acknowledgedBy === null && incident.stopped === null && incident.state === 'triage'
  if (!isUntouched) return decided()
  return decided(...movedTo(incident, 'resolved', 'every alert resolved by itself, before anybody acted', facts))
}
