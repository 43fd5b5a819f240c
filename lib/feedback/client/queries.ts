import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { paths } from '@/lib/kernel/paths'
import {
  type ClusterRow,
  type ClusterView,
  type FeedbackCounts,
  type FeedbackItemView,
  type FeedbackRow,
  type MergeTargetView,
  type PresenceView,
  type PresentView,
  type RolloutFeedbackView,
  type RoutingRuleView,
  type SavedView,
  type SimilarView,
  type SlaPolicyView,
  type SourceView,
  type TagRuleView,
  type TagSettingView,
} from '../core/schema'
import { readAnswer } from './response'

export type Page<T> = { items: T[]; nextCursor: string | null }

/** Keys of all that screens read about feedback; the longer ones lie under the shorter ones. */
export const feedbackKeys = {
  all: ['feedback'] as const,
  lists: () => [...feedbackKeys.all, 'list'] as const,
  /** @param query the inbox's address after `?`: view, q, channel, sentiment, exposed, sort */
  list: (query: string) => [...feedbackKeys.lists(), query] as const,
  counts: () => [...feedbackKeys.all, 'counts'] as const,
  item: (id: string) => [...feedbackKeys.all, 'item', id] as const,
  similar: (id: string) => [...feedbackKeys.item(id), 'similar'] as const,
  /** Not under the item: who looks at it changes more often than it does. */
  presence: (id: string) => ['feedback-presence', id] as const,
  present: () => ['feedback-presence', 'list'] as const,
  settings: () => [...feedbackKeys.all, 'settings'] as const,
  views: () => [...feedbackKeys.settings(), 'views'] as const,
  rules: () => [...feedbackKeys.settings(), 'rules'] as const,
  routes: () => [...feedbackKeys.settings(), 'routes'] as const,
  tags: () => [...feedbackKeys.settings(), 'tags'] as const,
  sources: () => [...feedbackKeys.settings(), 'sources'] as const,
  sla: () => [...feedbackKeys.settings(), 'sla'] as const,
  clusters: () => [...feedbackKeys.all, 'clusters'] as const,
  clusterList: (query: string) => [...feedbackKeys.clusters(), 'list', query] as const,
  cluster: (id: string) => [...feedbackKeys.clusters(), id] as const,
  rollout: (id: string) => [...feedbackKeys.all, 'rollout', id] as const,
}

/** Live topics: `feedback` tells that lists and counts changed, the others one object. */
export const feedbackTopics = {
  inbox: () => ['feedback'],
  item: (id: string) => [`feedback:${id}`],
  presence: (id: string) => [`presence:${id}`],
  present: () => ['presence'],
  clusters: () => ['clusters'],
  cluster: (id: string) => [`cluster:${id}`],
}

export const feedbackListQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: feedbackKeys.list(query),
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      const asked = new URLSearchParams(query)
      if (pageParam) asked.set('cursor', pageParam)
      return readAnswer<Page<FeedbackRow>>('items', await fetch(paths.api.feedback(asked.toString()), { signal }))
    },
    getNextPageParam: (page) => page.nextCursor,
  })

export const feedbackCountsQuery = () =>
  queryOptions({
    queryKey: feedbackKeys.counts(),
    queryFn: async ({ signal }) =>
      readAnswer<FeedbackCounts>('inbox', await fetch(paths.api.feedbackCounts(), { signal })),
  })

export const feedbackItemQuery = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.item(id),
    queryFn: async ({ signal }) =>
      readAnswer<FeedbackItemView>('text', await fetch(paths.api.feedbackItem(id), { signal })),
  })

export const presenceQuery = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.presence(id),
    queryFn: async ({ signal }) =>
      readAnswer<PresenceView>('people', await fetch(paths.api.feedbackPresence(id), { signal })),
  })

export const presentQuery = () => listQuery<PresentView>(feedbackKeys.present(), paths.api.feedbackPresent())
export const similarQuery = (id: string) =>
  listQuery<SimilarView>(feedbackKeys.similar(id), paths.api.feedbackSimilar(id))
export const mergeTargetsQuery = (id: string, q: string) =>
  listQuery<MergeTargetView>([...feedbackKeys.item(id), 'merge-targets', q], paths.api.feedbackMergeTargets(id, q))
export const savedViewsQuery = () => listQuery<SavedView>(feedbackKeys.views(), paths.api.feedbackViews())
export const tagRulesQuery = () => listQuery<TagRuleView>(feedbackKeys.rules(), paths.api.feedbackRules())
export const routingRulesQuery = () => listQuery<RoutingRuleView>(feedbackKeys.routes(), paths.api.feedbackRoutes())
export const tagsQuery = () => listQuery<TagSettingView>(feedbackKeys.tags(), paths.api.feedbackTags())
export const sourcesQuery = () => listQuery<SourceView>(feedbackKeys.sources(), paths.api.feedbackSources())
export const clustersQuery = (query = '') =>
  listQuery<ClusterRow>(feedbackKeys.clusterList(query), paths.api.clusters(query))

export const slaQuery = () =>
  queryOptions({
    queryKey: feedbackKeys.sla(),
    queryFn: async ({ signal }) =>
      readAnswer<SlaPolicyView>('policy', await fetch(paths.api.feedbackSla(), { signal })),
  })

export const clusterQuery = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.cluster(id),
    queryFn: async ({ signal }) => readAnswer<ClusterView>('trend', await fetch(paths.api.cluster(id), { signal })),
  })

export const rolloutFeedbackQuery = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.rollout(id),
    queryFn: async ({ signal }) =>
      readAnswer<RolloutFeedbackView>('sentence', await fetch(paths.api.rolloutFeedback(id), { signal })),
  })

const listQuery = <T>(queryKey: readonly unknown[], address: string) =>
  queryOptions({
    queryKey,
    queryFn: async ({ signal }) => (await readAnswer<Page<T>>('items', await fetch(address, { signal }))).items,
  })
