import { stopFlag } from '@/lib/flags/server/stop-flag'
import { restRead, restWrite, type RestWriteContext } from '@/lib/governance/server/rest'
import { TimelineFilter } from '@/lib/incidents/core/schema'
import { readIncidentView } from '@/lib/incidents/server/reads'
import { exportIncident, readIncidentTimeline } from '@/lib/incidents/server/timeline-reads'
import { incidentVerbs, isIncidentWord } from '@/lib/incidents/server/verbs'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { pageOf, withMembers } from '@/lib/platform/rest'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'

type Params = { id: string; word: string }

/** The parts of an incident that can be read alone. */
export const GET = restRead<Params>(async ({ runtime, actor, params: { id, word }, query }) => {
  if (word === 'export') return exportIncident(runtime, actor, id, 'UTC')
  if (word !== 'timeline') return refuse('not-found', 'An incident has timeline and export.')
  const page = pageOf(query)
  if (!page.ok) return page
  const filter = TimelineFilter.safeParse(query.get('filter') ?? 'all')
  if (!filter.success) {
    return refuse('invalid-input', `filter is one of ${TimelineFilter.options.join(', ')}.`, { field: 'filter' })
  }
  return readIncidentTimeline(runtime, actor, id, { filter: filter.data, ...page.value })
})

/** Every verb of an incident, and `stop-exposure`, which is the verb of its top suspect. */
export const POST = restWrite<Params>(async (context) => {
  const { runtime, actor, params, body, run } = context
  const found = await readIncidentView(runtime, actor, params.id)
  if (!found.ok) return found
  if (params.word === 'stop-exposure') return stopExposure(context, found.value)
  if (!isIncidentWord(params.word)) return refuse('not-found', 'An incident has no such verb.')
  const input = withMembers(body, { incidentId: found.value.id })
  const verb: Parameters<typeof run>[0] = incidentVerbs[params.word]
  return run(verb, input)
})

type Found = Extract<Awaited<ReturnType<typeof readIncidentView>>, { ok: true }>['value']

/** Stops what the incident page would stop, by that thing's own command: once, however often it is sent. */
async function stopExposure({ run }: RestWriteContext<Params>, { name, cause }: Found): Promise<Outcome<unknown>> {
  if (!cause) {
    return refuse('no-suspect', 'No rollout or flag is suspected, so there is nothing to stop.', {
      remedy: 'Link a rollout to it.',
    })
  }
  if (cause.rolloutId) return run(rolloutVerbs.stop, { rolloutId: cause.rolloutId, note: name })
  return run(stopFlag, { key: cause.flag, environment: cause.environment, note: name })
}
