import { type IncidentRole } from '@/lib/incidents/core/schema'

/** The roles of people who work on an incident, as they are shown. */
export const ROLES: readonly { role: IncidentRole; label: string; about: string }[] = [
  { role: 'lead', label: 'Lead', about: 'decides, one person' },
  { role: 'comms', label: 'Comms', about: 'tells the others' },
  { role: 'scribe', label: 'Scribe', about: 'writes down what happens' },
  { role: 'responder', label: 'Responder', about: 'helps to end it' },
]

export const roleWords = (role: IncidentRole): string => ROLES.find((each) => each.role === role)?.label ?? role
