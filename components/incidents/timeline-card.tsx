'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { timelineQuery } from '@/lib/incidents/client/queries'
import { foldBursts } from '@/lib/incidents/core/timeline'
import { type IncidentView, type TimelineFilter, type TimelinePage } from '@/lib/incidents/core/schema'
import { plural } from '@/lib/kernel/format'
import { TimelineList } from './timeline-list'
import { type IncidentVerbs } from './use-incident'

const FILTERS = [
  ['all', 'All'],
  ['decisions', 'Decisions'],
  ['signals', 'Signals'],
  ['people', 'People'],
] as const

type Props = { incident: IncidentView; first: TimelinePage | null; verbs: IncidentVerbs }

/** One list of what happened, machines and people alike; what a filter hides is counted. */
export function TimelineCard({ incident, first, verbs }: Props) {
  const [filter, setFilter] = useState<TimelineFilter>('all')
  const initial = filter === 'all' && first ? { initialData: { pages: [first], pageParams: [''] } } : {}
  const read = useInfiniteQuery({ ...timelineQuery(incident.id, filter), ...initial })
  const pages = read.data?.pages ?? []
  const rows = foldBursts(pages.flatMap(({ items }) => items))
  const hidden = pages[0]?.hidden ?? 0
  return (
    <Card title="Timeline" aside="newest first">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SegmentedControl
          label="Show"
          value={filter === 'everything' ? 'all' : filter}
          options={FILTERS}
          onChange={(value) => setFilter(value)}
        />
        {hidden > 0 && (
          <span className="flex items-center gap-2 text-dense text-text-2">
            {plural(hidden, 'event', 'events')} hidden by filter
            <Button size="small" look="quiet" onClick={() => setFilter('everything')}>
              Show
            </Button>
          </span>
        )}
      </div>
      {read.isError && (
        <Banner
          tone="warn"
          actions={
            <Button size="small" onClick={() => void read.refetch()}>
              Retry
            </Button>
          }
        >
          The timeline could not be read. Nothing is lost; stopping exposure still works.
        </Banner>
      )}
      {rows.length === 0 && !read.isError && (
        <p className="text-body text-text-2">{read.isPending ? 'Reading…' : 'Nothing of this kind has happened.'}</p>
      )}
      <TimelineList
        rows={rows}
        incident={incident}
        verbs={verbs}
        more={read.hasNextPage && !read.isFetchingNextPage ? () => void read.fetchNextPage() : null}
      />
    </Card>
  )
}
