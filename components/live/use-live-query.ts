'use client'
import {
  type DefinedInitialDataOptions,
  type DefinedUseQueryResult,
  type QueryKey,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useLive } from './use-live'

/** A read that the server made first, made again whenever the stream names one of its topics. */
export function useLiveQuery<T, K extends QueryKey>(
  read: DefinedInitialDataOptions<T, Error, T, K>,
  topics: readonly string[],
): DefinedUseQueryResult<T> {
  const client = useQueryClient()
  useLive(topics, () => void client.invalidateQueries({ queryKey: read.queryKey }))
  return useQuery(read)
}
