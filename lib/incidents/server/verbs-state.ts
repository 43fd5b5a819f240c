import { type z } from 'zod'
import { command } from '@/lib/platform/command'
import { acknowledge, setState } from '../core/decide-state'
import { rename, setMilestone, setSeverity } from '../core/decide-people'
import { nameOf } from '../core/facts'
import {
  AcknowledgeInput,
  type IncidentView,
  RenameInput,
  SetMilestoneInput,
  SetSeverityInput,
  SetStateInput,
} from '../core/schema'
import { STATE_WORDS } from '../core/states'
import { decideOn } from './decide-on'
import { scanSuspects } from './scan-suspects'

/** Somebody looks at it; said twice it is done once. */
export const acknowledgeIncident = command<z.infer<typeof AcknowledgeInput>, IncidentView>({
  name: 'incident.acknowledge',
  permission: 'incident.respond',
  input: AcknowledgeInput,
  run: (context, { incidentId }) => decideOn(context, incidentId, acknowledge),
})

/** Forward, a side exit (declined, cancelled), or open again within a day. */
export const setIncidentState = command<SetStateInput, IncidentView>({
  name: 'incident.set-state',
  permission: 'incident.respond',
  input: SetStateInput,
  run: (context, input) =>
    decideOn(context, input.incidentId, (incident, facts) => setState(incident, input, facts), {
      detail: { to: input.to, reason: input.reason },
      mail: (after) => ({
        cause: `state:${after.version}`,
        line: `${context.actor.name}: ${nameOf(after)} is ${STATE_WORDS[after.state].toLowerCase()}${input.reason ? ` (${input.reason})` : ''}`,
        isWorse: false,
      }),
    }),
})

export const setIncidentSeverity = command<SetSeverityInput, IncidentView>({
  name: 'incident.set-severity',
  permission: 'incident.respond',
  input: SetSeverityInput,
  run: (context, input) =>
    decideOn(context, input.incidentId, (incident, facts) => setSeverity(incident, input, facts), {
      detail: { severity: input.severity, reason: input.reason },
      mail: (after, events) => {
        const changed = events.find((event) => event.kind === 'severity.changed')
        if (changed?.kind !== 'severity.changed') return null
        const line = `${context.actor.name} set it to ${after.severity} (was ${changed.from})`
        return { cause: `severity:${after.version}`, line, isWorse: changed.to < changed.from }
      },
    }),
})

/** A milestone put right by hand; suspects are looked for again when it moves the beginning. */
export const setIncidentMilestone = command<SetMilestoneInput, IncidentView>({
  name: 'incident.set-milestone',
  permission: 'incident.respond',
  input: SetMilestoneInput,
  run: (context, input) =>
    decideOn(context, input.incidentId, (incident, facts) => setMilestone(incident, input, facts), {
      detail: { milestone: input.milestone, at: input.at, reason: input.reason },
      also: async (place, after) => {
        if (input.milestone === 'impact_started') await scanSuspects(place, after)
      },
    }),
})

export const renameIncident = command<z.infer<typeof RenameInput>, IncidentView>({
  name: 'incident.rename',
  permission: 'incident.respond',
  input: RenameInput,
  run: (context, input) =>
    decideOn(context, input.incidentId, (incident, facts) => rename(incident, input, facts), {
      detail: { title: input.title },
    }),
})
