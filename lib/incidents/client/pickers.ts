import { queryOptions } from '@tanstack/react-query'
import { paths } from '@/lib/kernel/paths'
import { type IncidentRow } from '../core/schema'
import { incidentKeys, isPage, readOurs } from './queries'

/** Of a member, what a list to choose from shows. */
export type MemberChoice = { id: string; name: string; role: string }
/** Of a rollout, what a list to choose from shows. */
export type RolloutChoice = { id: string; name: string; flag: string; environmentName: string; stateSentence: string }

const read = async <T>(url: string, signal: AbortSignal): Promise<T[]> =>
  (await readOurs<{ items: T[] }>(url, signal, isPage)).items

/** Everybody who may take a role. */
export const membersQuery = () =>
  queryOptions({
    queryKey: [...incidentKeys.all, 'members'],
    queryFn: ({ signal }) => read<MemberChoice>(paths.api.members(), signal),
    staleTime: 0,
  })

/** Incidents that one could be merged into. */
export const openIncidentsQuery = () =>
  queryOptions({
    queryKey: [...incidentKeys.all, 'open'],
    queryFn: ({ signal }) => read<IncidentRow>(paths.api.incidents('open=true'), signal),
    staleTime: 0,
  })

/** Rollouts that match some words, the newest first: those that run, then those that ended. */
export const rolloutsQuery = (q: string) =>
  queryOptions({
    queryKey: [...incidentKeys.all, 'rollouts', q],
    queryFn: async ({ signal }) => {
      const of = (group: 'open' | 'ended') =>
        read<RolloutChoice>(paths.api.rollouts(new URLSearchParams({ group, q, limit: '20' }).toString()), signal)
      return (await Promise.all([of('open'), of('ended')])).flat()
    },
    staleTime: 0,
  })
