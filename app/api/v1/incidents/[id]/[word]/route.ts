import { stopFlag } from '@/lib/flags/server/stop-flag'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { TimelineFilter } from '@/lib/incidents/core/schema'
import { readIncidentId } from '@/lib/incidents/server/reads'
import { readStopAsk } from '@/lib/incidents/server/stop-ask'
import { exportIncident, readIncidentTimeline } from '@/lib/incidents/server/timeline-reads'
import { incidentVerbs, isIncidentWord } from '@/lib/incidents/server/verbs'
import { refuse } from '@/lib/kernel/result'
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
  return readIncidentTimeline(runtime, actor, id, { filter: filter.data, from: query.get('from'), ...page.value })
})

/** Every verb of an incident, and `stop-exposure`, which is the verb of its top suspect. */
export const POST = restWrite<Params>(async ({ runtime, actor, params: { id, word }, body, run }) => {
  if (word === 'stop-exposure') {
    const ask = await readStopAsk(runtime, actor, id)
    if (!ask.ok) return ask
    const { kind, ...input } = ask.value
    return kind === 'rollout' ? run(rolloutVerbs.stop, input) : run(stopFlag, input)
  }
  if (!isIncidentWord(word)) return refuse('not-found', 'An incident has no such verb.')
  const incidentId = await readIncidentId(runtime, actor, id)
  if (!incidentId.ok) return incidentId
  const verb: Parameters<typeof run>[0] = incidentVerbs[word]
  return run(verb, withMembers(body, { incidentId: incidentId.value }))
})
