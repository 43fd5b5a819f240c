import { queryOptions } from '@tanstack/react-query'
import { paths } from '@/lib/kernel/paths'
import { type OverviewView } from '../core/schema'

export const overviewKey = ['overview'] as const
/** Live topics that may change what needs somebody. */
export const OVERVIEW_TOPICS = ['rollouts', 'incidents', 'clusters', 'feedback', 'flags'] as const

export const overviewQuery = () =>
  queryOptions({
    queryKey: overviewKey,
    queryFn: async ({ signal }): Promise<OverviewView> => {
      const response = await fetch(paths.api.overview(), { signal })
      if (!response.ok) throw new Error(`the overview answered ${response.status}`)
      const view: OverviewView = await response.json()
      return view
    },
  })
