import { forgetSampleAnalysis } from '@/lib/analysis/server/forget-sample'
import { analysisHandlers } from '@/lib/analysis/server/handlers'
import { forgetSampleFeedback } from '@/lib/feedback/server/forget-sample'
import { forgetSampleFlags } from '@/lib/flags/server/forget-sample'
import { forgetSampleIncidents } from '@/lib/incidents/server/forget-sample'
import { incidentHandlers } from '@/lib/incidents/server/handlers'
import { wakeForRollout } from '@/lib/feedback/server/wake'
import { handler, type EventHandler } from '@/lib/platform/events'
import { rolloutSaved } from '@/lib/rollouts/server/events'
import { forgetSampleRollouts } from '@/lib/rollouts/server/forget-sample'
import { forgetSampleEvidence } from '@/lib/telemetry/server/forget-sample'

/** Feedback and rollouts have the same rank; whoever starts the process brings them together. */
const wakeFeedback = handler(rolloutSaved, async ({ tx, now }, { workspaceId, after }) => {
  const what = `RO-${after.number} is ${after.state.kind.replaceAll('-', ' ')}`
  await wakeForRollout(tx, { workspaceId, rolloutId: after.id, flagKey: after.flagKey, what }, now)
  return null
})

/** Who forgets what of a removed sample: evidence first, flags last, when nothing is left that serves them. */
const sampleHandlers: readonly EventHandler[] = [
  forgetSampleEvidence,
  forgetSampleRollouts,
  forgetSampleAnalysis,
  forgetSampleIncidents,
  forgetSampleFeedback,
  forgetSampleFlags,
]

/** Who listens to the domains' events: every process that runs commands is composed with these. */
export const handlers: readonly EventHandler[] = [
  ...analysisHandlers,
  ...incidentHandlers,
  wakeFeedback,
  ...sampleHandlers,
]
