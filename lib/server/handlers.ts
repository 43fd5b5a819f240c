import { analysisHandlers } from '@/lib/analysis/server/handlers'
import { incidentHandlers } from '@/lib/incidents/server/handlers'
import { wakeForRollout } from '@/lib/feedback/server/wake'
import { handler, type EventHandler } from '@/lib/platform/events'
import { rolloutSaved } from '@/lib/rollouts/server/events'

/** Feedback and rollouts have the same rank; whoever starts the process brings them together. */
const wakeFeedback = handler(rolloutSaved, async ({ tx, now }, { workspaceId, after }) => {
  const what = `RO-${after.number} is ${after.state.kind.replaceAll('-', ' ')}`
  await wakeForRollout(tx, { workspaceId, rolloutId: after.id, flagKey: after.flagKey, what }, now)
  return null
})

/** Who listens to the domains' events: every process that runs commands is composed with these. */
export const handlers: readonly EventHandler[] = [...analysisHandlers, ...incidentHandlers, wakeFeedback]
