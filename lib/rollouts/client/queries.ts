import { queryOptions } from '@tanstack/react-query'
import { type RolloutId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { type CohortSeries, type RolloutEventView, type RolloutRow, type RolloutView } from '../core/schema'
import { parseResponse, ReadFault, type Shape } from './response'

type Page<T> = { items: T[] }
const page: Shape<Page<unknown>> = { items: 'array' }
const view: Shape<RolloutView> = {
  id: 'string',
  state: 'string',
  version: 'number',
  stages: 'array',
  gates: 'array',
  verbs: 'array',
}
const series: Shape<CohortSeries> = {
  metric: 'object',
  points: 'array',
  from: 'string',
  to: 'string',
  method: 'string',
}

/** Keys of all that screens read about rollouts; the longer ones lie under the shorter ones. */
export const rolloutKeys = {
  all: ['rollouts'] as const,
  list: () => [...rolloutKeys.all, 'list'] as const,
  detail: (id: RolloutId) => [...rolloutKeys.all, 'detail', id] as const,
  view: (id: RolloutId) => [...rolloutKeys.detail(id), 'view'] as const,
  events: (id: RolloutId) => [...rolloutKeys.detail(id), 'events'] as const,
  series: (id: RolloutId, metric: string, range: string) =>
    [...rolloutKeys.detail(id), 'series', metric, range] as const,
}

/** Live topics of the two screens. */
export const rolloutTopics = {
  list: () => ['rollouts'],
  detail: (id: RolloutId) => [`rollout:${id}`],
}

export const rolloutQuery = (id: RolloutId) =>
  queryOptions({
    queryKey: rolloutKeys.view(id),
    queryFn: async ({ signal }) => parseResponse<RolloutView>(view, await fetch(paths.api.rollout(id), { signal })),
  })

export const rolloutsQuery = () =>
  queryOptions({
    queryKey: rolloutKeys.list(),
    queryFn: async ({ signal }) =>
      (await parseResponse<Page<RolloutRow>>(page, await fetch(paths.api.rollouts(), { signal }))).items,
  })

export const rolloutEventsQuery = (id: RolloutId) =>
  queryOptions({
    queryKey: rolloutKeys.events(id),
    queryFn: async ({ signal }) =>
      (await parseResponse<Page<RolloutEventView>>(page, await fetch(paths.api.rolloutEvents(id), { signal }))).items,
  })

/** Series of one metric. `null`: this rollout has no comparison of it yet. @param range `stage` or `all` */
export const cohortSeriesQuery = (id: RolloutId, metric: string, range: string) =>
  queryOptions({
    queryKey: rolloutKeys.series(id, metric, range),
    queryFn: async ({ signal }) => {
      const response = await fetch(paths.api.cohorts(id, metric, range), { signal })
      return parseResponse<CohortSeries>(series, response).catch((fault: unknown) => {
        if (fault instanceof ReadFault && fault.status === 404) return null
        throw fault
      })
    },
  })
