'use client'
import { lazy, Suspense } from 'react'
import { Button } from '@/components/ui/button'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type Folded } from '@/lib/incidents/core/timeline'
import { TimelineItem } from './timeline-item'
import { type IncidentVerbs } from './use-incident'

const LongList = lazy(async () => ({ default: (await import('./long-timeline')).LongTimeline }))

export type TimelineListProps = {
  rows: readonly Folded[]
  incident: IncidentView
  verbs: IncidentVerbs
  /** Reads the next page; null: there is none, or it is being read. */
  more: (() => void) | null
}

/** From here on only what is in sight is in the page. */
const PLAIN_MAX = 100

/** Rows of the timeline: a plain list while it is short (and before any script runs), else only those in sight. */
export function TimelineList(props: TimelineListProps) {
  const { rows, incident, verbs, more } = props
  if (rows.length > PLAIN_MAX) {
    return (
      <Suspense fallback={<p className="text-dense text-text-2">Reading…</p>}>
        <LongList {...props} />
      </Suspense>
    )
  }
  return (
    <>
      <ol aria-label="Timeline" className="flex flex-col">
        {rows.map((each) => (
          <li key={each.row.id} className="border-t border-line py-2 first:border-t-0">
            <TimelineItem item={each} incident={incident} verbs={verbs} />
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
