'use client'
import { useMemo, useRef, useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { foldBursts } from '@/lib/incidents/core/timeline'
import { type IncidentView, type TimelineFilter, type TimelinePage } from '@/lib/incidents/core/schema'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { TimelineList } from './timeline-list'
import { type IncidentVerbs } from './use-incident'
import { useTimeline } from './use-timeline'

const FILTERS = [
  ['all', 'All'],
  ['decisions', 'Decisions'],
  ['signals', 'Signals'],
  ['people', 'People'],
] as const

type Props = {
  incident: IncidentView
  first: TimelinePage | null
  /** The row that the address leads to: the timeline begins with it, whatever its kind. */
  linked: string | null
  verbs: IncidentVerbs
}

/** One list of what happened, machines and people alike; what a filter hides is counted. */
export function TimelineCard({ incident, first, linked, verbs }: Props) {
  const start: TimelineFilter = linked === null ? 'all' : 'everything'
  const [filter, setFilter] = useState<TimelineFilter>(start)
  const [from, setFrom] = useState(linked)
  const list = useRef<HTMLDivElement>(null)
  const isFirst = filter === start && from === linked
  const timeline = useTimeline(incident, { filter, from, first: isFirst ? first : null, list })
  const { pages, waiting } = timeline
  const rows = useMemo(() => foldBursts(pages.flatMap(({ items }) => items)), [pages])
  const hidden = pages[0]?.hidden ?? 0
  const toNewest = () => {
    setFrom(null)
    setFilter('all')
    window.history.replaceState(null, '', paths.incident(incident.name))
  }
  const showNew = () => {
    timeline.showWaiting()
    list.current?.scrollIntoView()
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[data-index="0"] a')?.focus())
  }
  return (
    <Card title="Timeline" aside={from === null ? 'newest first' : 'from the linked row on'}>
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
        {from !== null && (
          <Button size="small" onClick={toNewest}>
            Show the newest
          </Button>
        )}
      </div>
      {timeline.isError && (
        <Banner
          tone="warn"
          actions={
            <Button size="small" onClick={timeline.refetch}>
              Retry
            </Button>
          }
        >
          The timeline could not be read. Nothing is lost; stopping exposure still works.
        </Banner>
      )}
      {rows.length === 0 && !timeline.isError && (
        <p className="text-body text-text-2">
          {timeline.isPending ? 'Reading…' : 'Nothing of this kind has happened.'}
        </p>
      )}
      <div ref={list}>
        {waiting > 0 && (
          <div className="sticky top-14 z-10 mb-2 flex justify-center">
            <Button size="small" look="primary" onClick={showNew}>
              {waiting} new
            </Button>
          </div>
        )}
        <TimelineList
          key={`${filter} ${from}`}
          rows={rows}
          incident={incident}
          verbs={verbs}
          more={timeline.more}
          linked={from}
        />
      </div>
    </Card>
  )
}
