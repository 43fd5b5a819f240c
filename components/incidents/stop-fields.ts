import { type CauseView, type IncidentView } from '@/lib/incidents/core/schema'
import { type Sent } from './use-incident'

/** The verb of the suspect itself: what Stop exposure sends from the page, the strip, and a form without a script. */
export function stopFields(incident: IncidentView, cause: CauseView): Sent & Record<string, string> {
  const back = { back: incident.name, note: incident.name }
  if (cause.rolloutId) return { word: 'stop', rolloutId: cause.rolloutId, ...back }
  return { word: 'stop-flag', key: cause.flag, environment: cause.environment, ...back }
}
