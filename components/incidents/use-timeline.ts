'use client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/use-live'
import { incidentKeys, incidentTopics, readNewest, timelineQuery } from '@/lib/incidents/client/queries'
import { newRows } from '@/lib/incidents/core/timeline-pages'
import { type IncidentView, type TimelineFilter, type TimelinePage } from '@/lib/incidents/core/schema'
import { type Pages, put } from './timeline-cache'

const SOON_MS = 300

type Options = {
  filter: TimelineFilter
  from: string | null
  first: TimelinePage | null
  list: RefObject<HTMLElement | null>
}

/**
 * The timeline as it is read so far. What happens now stands on top at once; while somebody reads further down it is
 * counted instead, so that no row moves under their eyes.
 */
export function useTimeline(incident: Pick<IncidentView, 'id'>, { filter, from, first, list }: Options) {
  const { id } = incident
  const client = useQueryClient()
  const initial = first ? { initialData: { pages: [first], pageParams: [''] } } : {}
  const read = useInfiniteQuery({ ...timelineQuery(id, filter, from), ...initial })
  const [held, hold] = useState<{ newest: TimelinePage; filter: TimelineFilter } | null>(null)
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(soon.current), [])
  const look = async () => {
    const newest = await readNewest(id, filter).catch(() => null) // it is asked again at the next event
    const pages = client.getQueryData<Pages>(incidentKeys.timeline(id, filter, null))?.pages
    if (!newest || !pages) return
    const isNews = newRows(pages, newest) > 0
    if (isNews && isReading(list.current)) hold({ newest, filter })
    else {
      hold(null)
      put(client, id, filter, newest)
    }
  }
  useLive(incidentTopics.detail(id, null), () => {
    if (from !== null || soon.current !== undefined) return
    soon.current = setTimeout(() => {
      soon.current = undefined
      void look()
    }, SOON_MS)
  })
  const pages = read.data?.pages ?? []
  const waiting = held?.filter === filter && from === null ? newRows(pages, held.newest) : 0
  return {
    pages,
    isError: read.isError,
    isPending: read.isPending,
    refetch: () => void read.refetch(),
    more: read.hasNextPage && !read.isFetchingNextPage ? () => void read.fetchNextPage() : null,
    /** Rows that came while somebody reads further down. */
    waiting,
    showWaiting: () => {
      if (held) put(client, id, filter, held.newest)
      hold(null)
    },
  }
}

/** Somebody has scrolled into the list, or walks through it by keyboard. */
function isReading(list: HTMLElement | null): boolean {
  if (!list) return false
  return list.getBoundingClientRect().top < 0 || list.contains(document.activeElement)
}
