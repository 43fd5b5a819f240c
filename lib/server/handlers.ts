import { analysisHandlers } from '@/lib/analysis/server/handlers'
import { incidentHandlers } from '@/lib/incidents/server/handlers'
import { type EventHandler } from '@/lib/platform/events'

/** Who listens to the domains' events: every process that runs commands is composed with these. */
export const handlers: readonly EventHandler[] = [...analysisHandlers, ...incidentHandlers]
