import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type IncidentId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import {
  type IncidentRow,
  type IncidentStrip,
  type IncidentView,
  type TimelineFilter,
  type TimelinePage,
} from '../core/schema'

/** Keys of all that screens read about incidents; the longer ones lie under the shorter ones. */
export const incidentKeys = {
  all: ['incidents'] as const,
  list: () => [...incidentKeys.all, 'list'] as const,
  strip: () => [...incidentKeys.all, 'strip'] as const,
  /** The incident whose Stop was pressed in the strip. */
  asked: () => [...incidentKeys.all, 'asked'] as const,
  detail: (id: IncidentId) => [...incidentKeys.all, 'detail', id] as const,
  view: (id: IncidentId) => [...incidentKeys.detail(id), 'view'] as const,
  /** Timelines lie apart: what is read of them stays, and only what is new is read again. */
  timelines: (id: IncidentId) => [...incidentKeys.all, 'timelines', id] as const,
  timeline: (id: IncidentId, filter: TimelineFilter, from: string | null) =>
    [...incidentKeys.timelines(id), filter, from] as const,
}

export const incidentTopics = {
  list: () => ['incidents'],
  detail: (id: IncidentId, rollout: string | null) => [`incident:${id}`, ...(rollout ? [`rollout:${rollout}`] : [])],
}

/** Our own answer, or a fault: anything without the member that it must have comes from somebody else. */
export async function readOurs<T>(
  url: string,
  signal: AbortSignal,
  isOurs: (body: object) => body is T & object,
): Promise<T> {
  const response = await fetch(url, { signal })
  const body: unknown = await response.json().catch(() => null) // an empty or cut body is no answer
  if (response.ok && typeof body === 'object' && body !== null && isOurs(body)) return body
  throw new Error(`${response.status}: ${response.headers.get('x-request-id') ?? 'no id'}`)
}
export const isPage = (body: object): body is { items: never[] } => 'items' in body && Array.isArray(body.items)
const isTimeline = (body: object): body is TimelinePage => isPage(body) && 'hidden' in body
const isView = (body: object): body is IncidentView => 'suspects' in body && 'states' in body
const isStrip = (body: object): body is { strip: IncidentStrip | null } => 'strip' in body

export const incidentQuery = (id: IncidentId) =>
  queryOptions({
    queryKey: incidentKeys.view(id),
    queryFn: ({ signal }) => readOurs<IncidentView>(paths.api.incident(id), signal, isView),
  })

export const incidentsQuery = () =>
  queryOptions({
    queryKey: incidentKeys.list(),
    queryFn: async ({ signal }): Promise<IncidentRow[]> =>
      (await readOurs<{ items: IncidentRow[] }>(paths.api.incidents(), signal, isPage)).items,
  })

export const stripQuery = () =>
  queryOptions({
    queryKey: incidentKeys.strip(),
    queryFn: async ({ signal }) =>
      (await readOurs<{ strip: IncidentStrip | null }>(paths.api.incidentStrip(), signal, isStrip)).strip,
  })

/** Pages of a timeline, the newest first. @param from the row that it begins with; null: the newest */
export const timelineQuery = (id: IncidentId, filter: TimelineFilter, from: string | null) =>
  infiniteQueryOptions({
    queryKey: incidentKeys.timeline(id, filter, from),
    initialPageParam: '',
    queryFn: ({ signal, pageParam: cursor }) => {
      const after = cursor ? { cursor } : from ? { from } : {}
      return readOurs<TimelinePage>(paths.api.incidentTimeline(id, filter, after), signal, isTimeline)
    },
    getNextPageParam: (last: TimelinePage) => last.nextCursor ?? undefined,
  })

/** The newest page alone, to be put on top of what is read already. */
export const readNewest = (id: IncidentId, filter: TimelineFilter): Promise<TimelinePage> =>
  readOurs<TimelinePage>(paths.api.incidentTimeline(id, filter), AbortSignal.timeout(NEWEST_MS_MAX), isTimeline)

const NEWEST_MS_MAX = 10_000
