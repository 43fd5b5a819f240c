'use client'
import { lazy, Suspense, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { PartBoundary } from '@/components/ui/part-boundary'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type Folded } from '@/lib/incidents/core/timeline'
import { TimelineItem } from './timeline-item'
import { type IncidentVerbs } from './use-incident'
import { useRowWalk } from './use-row-walk'

const LongList = lazy(async () => ({ default: (await import('./long-timeline')).LongTimeline }))

export type TimelineListProps = {
  rows: readonly Folded[]
  incident: IncidentView
  verbs: IncidentVerbs
  /** Reads the next page; null: there is none, or it is being read. */
  more: (() => void) | null
  /** The row that a link led to. */
  linked: string | null
}

/** From here on only what is in sight is in the page. */
const PLAIN_MAX = 100

/** Rows of the timeline: a plain list while it is short (and before any script runs), else only those in sight. */
export function TimelineList(props: TimelineListProps) {
  const { rows } = props
  if (rows.length <= PLAIN_MAX) return <PlainTimeline {...props} />
  const short = <PlainTimeline {...props} rows={rows.slice(0, PLAIN_MAX)} more={null} />
  return (
    <PartBoundary instead={short}>
      <Suspense fallback={short}>
        <LongList {...props} />
      </Suspense>
    </PartBoundary>
  )
}

function PlainTimeline({ rows, incident, verbs, more, linked }: TimelineListProps) {
  const list = useRef<HTMLOListElement>(null)
  useRowWalk(list, rows.length, linked !== null)
  return (
    <>
      <ol aria-label="Timeline" ref={list} className="flex flex-col">
        {rows.map((each, index) => (
          <li key={each.row.id} data-index={index} className="rounded-chip border-t border-line py-2 first:border-t-0">
            <TimelineItem item={each} incident={incident} verbs={verbs} linked={linked} />
          </li>
        ))}
      </ol>
      {more && (
        <Button size="small" look="quiet" className="mt-2" onClick={more}>
          Show earlier events
        </Button>
      )}
    </>
  )
}
