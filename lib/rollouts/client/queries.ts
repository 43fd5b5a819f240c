import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type RolloutId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { type RolloutDraftId } from '@/lib/kernel/id'
import {
  type CohortSeries,
  type DraftCheck,
  type ReviewView,
  type RolloutEventView,
  type RolloutRow,
  type RolloutView,
} from '../core/schema'
import { type PlanPreview } from '../core/plan-preview'
import { parseResponse, ReadFault, type Shape } from './response'

type Page<T> = { items: T[]; nextCursor: string | null }
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
  open: () => [...rolloutKeys.list(), 'open'] as const,
  ended: (q: string) => [...rolloutKeys.list(), 'ended', q] as const,
  drafts: () => [...rolloutKeys.all, 'draft'] as const,
  draft: (id: RolloutDraftId) => [...rolloutKeys.drafts(), id] as const,
  preview: (id: RolloutDraftId, version: number) => [...rolloutKeys.drafts(), 'preview', id, version] as const,
  review: (id: RolloutId) => [...rolloutKeys.detail(id), 'review'] as const,
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

/** Everything that is not over yet, at once: the list filters it without asking again. */
export const openRolloutsQuery = () =>
  queryOptions({
    queryKey: rolloutKeys.open(),
    queryFn: async ({ signal }) => {
      const response = await fetch(paths.api.rollouts('group=open&limit=500'), { signal })
      return (await parseResponse<Page<RolloutRow>>(page, response)).items
    },
  })

/** Those that are over, newest first, a page at a time. */
export const endedRolloutsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: rolloutKeys.ended(q),
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      const asked = new URLSearchParams({ group: 'ended', limit: '25', q, ...(pageParam && { cursor: pageParam }) })
      return parseResponse<Page<RolloutRow>>(page, await fetch(paths.api.rollouts(String(asked)), { signal }))
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

const check: Shape<DraftCheck> = { draft: 'object', problems: 'array', readiness: 'array', shows: 'array' }

/** What can be said about a draft; asked again while its author looks at it, since data arrives meanwhile. */
export const draftCheckQuery = (id: RolloutDraftId) =>
  queryOptions({
    queryKey: rolloutKeys.draft(id),
    queryFn: async ({ signal }) =>
      parseResponse<DraftCheck>(check, await fetch(paths.api.rolloutDraft(id), { signal })),
  })

/** Whom a draft would have reached, by the version of it that is kept. */
export const draftPreviewQuery = (id: RolloutDraftId, version: number) =>
  queryOptions({
    queryKey: rolloutKeys.preview(id, version),
    queryFn: async ({ signal }) => {
      const response = await fetch(paths.api.rolloutDraftPreview(id), { signal })
      const { preview } = await parseResponse<{ preview: PlanPreview }>({ preview: 'object' }, response)
      return preview
    },
    staleTime: Infinity,
  })

/** What became of a rollout; null while nobody has written it. */
export const reviewQuery = (id: RolloutId) =>
  queryOptions({
    queryKey: rolloutKeys.review(id),
    queryFn: async ({ signal }) => {
      const response = await fetch(paths.api.rolloutReview(id), { signal })
      if (response.ok && (await response.clone().text()) === 'null') return null
      return parseResponse<ReviewView>({ expected: 'string', version: 'number' }, response)
    },
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
