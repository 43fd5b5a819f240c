import { clock } from '@/lib/kernel/format-time'
import { type UserId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { decided, type Decision } from './events'
import { endedRefusal, setState } from './decide-state'
import { byOf, type Facts, nameOf, staleRefusal } from './facts'
import { milestoneRefusal } from './milestones'
import { type Incident } from './model'
import { type MergeInput, type RenameInput, type SetMilestoneInput, type SetSeverityInput } from './schema'
import { isOpen } from './states'

export function setSeverity(incident: Incident, input: SetSeverityInput, facts: Facts): Decision {
  if (input.severity === incident.severity) return decided()
  const stale = staleRefusal(incident, input.expectedVersion, facts)
  if (stale) return stale
  if (incident.state === 'merged') return endedRefusal(incident)
  const { severity: to, reason } = input
  return decided({
    kind: 'severity.changed',
    from: incident.severity,
    to,
    reason,
    at: facts.now,
    by: byOf(facts.actor),
  })
}

export function rename(incident: Incident, input: RenameInput, facts: Facts): Decision {
  if (input.title === incident.title) return decided()
  const stale = staleRefusal(incident, input.expectedVersion, facts)
  if (stale) return stale
  const [at, by] = [facts.now, byOf(facts.actor)]
  return decided({ kind: 'incident.renamed', from: incident.title, to: input.title, at, by })
}

/** A milestone put right by hand; the old value stays in the history. */
export function setMilestone(incident: Incident, input: SetMilestoneInput, facts: Facts): Decision {
  if (incident.milestones[input.milestone] === input.at) return decided()
  const stale = staleRefusal(incident, input.expectedVersion, facts)
  if (stale) return stale
  const no = milestoneRefusal(incident.milestones, input.milestone, input.at, facts.now)
  if (no) return no
  const { milestone, at: value, reason } = input
  return decided({
    kind: 'milestone.set',
    milestone,
    value,
    byHand: true,
    reason,
    at: facts.now,
    by: byOf(facts.actor),
  })
}

/**
 * One lead. Two people at once: the first one leads, the second is told; who replaces a lead names whom they replace.
 * @param replaces the lead that the sender saw; undefined: none was seen
 */
export function takeLead(
  incident: Incident,
  who: { id: UserId; name: string },
  replaces: UserId | undefined,
  facts: Facts,
): Decision {
  const { lead } = incident
  if (lead?.id === who.id) return decided()
  if (!isOpen(incident.state)) return endedRefusal(incident)
  if (lead && lead.id !== replaces) {
    return refuse('lead-taken', `${lead.name} leads this since ${clock(lead.since, 'UTC')} UTC. Nothing was changed.`, {
      remedy: `Ask ${lead.name}, or replace them by name.`,
      field: 'replaces',
    })
  }
  return decided({ kind: 'lead.changed', lead: who, at: facts.now, by: byOf(facts.actor) })
}

export function leaveLead(incident: Incident, who: UserId, facts: Facts): Decision {
  if (incident.lead?.id !== who) return decided()
  return decided({ kind: 'lead.changed', lead: null, at: facts.now, by: byOf(facts.actor) })
}

/** One cause, two incidents: this one lives on in the other, by reference; un-merge restores it. */
export function merge(incident: Incident, into: Incident, input: MergeInput, facts: Facts): Decision {
  if (incident.mergedInto === into.id) return decided()
  const stale = staleRefusal(incident, input.expectedVersion, facts)
  if (stale) return stale
  if (into.id === incident.id) return refuse('same-incident', 'An incident cannot be merged into itself.')
  if (!isOpen(incident.state)) return endedRefusal(incident)
  if (!isOpen(into.state)) return endedRefusal(into)
  const [at, by] = [facts.now, byOf(facts.actor)]
  const { state: from } = incident
  const { reason } = input
  return decided({ kind: 'incident.merged', into: into.id, intoName: nameOf(into), from, reason, at, by })
}

export function unmerge(incident: Incident, expectedVersion: number | undefined, facts: Facts): Decision {
  if (incident.state !== 'merged' || incident.beforeMerge === null) {
    return refuse('not-merged', `${nameOf(incident)} is not merged.`)
  }
  const stale = staleRefusal(incident, expectedVersion, facts)
  if (stale) return stale
  return decided({ kind: 'incident.unmerged', back: incident.beforeMerge, at: facts.now, by: byOf(facts.actor) })
}

/** A person found the cause. */
export function causeConfirmed(incident: Incident, facts: Facts): Decision {
  const isAhead = incident.state === 'triage' || incident.state === 'investigating'
  if (isAhead) return setState(incident, { incidentId: incident.id, to: 'identified', reason: '' }, facts)
  return decided()
}
