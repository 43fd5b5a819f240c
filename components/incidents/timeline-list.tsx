'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type Folded } from '@/lib/incidents/core/timeline'
import { TimelineItem } from './timeline-item'
import { type IncidentVerbs } from './use-incident'

type Props = {
  rows: readonly Folded[]
  incident: IncidentView
  verbs: IncidentVerbs
  /** Reads the next page; null: there is none, or it is being read. */
  more: (() => void) | null
}

/** From here on only what is in sight is in the page. */
const PLAIN_MAX = 100

/** Rows of the timeline: a plain list while it is short (and before any script runs), else only those in sight. */
export function TimelineList(props: Props) {
  const { rows, incident, verbs, more } = props
  if (rows.length > PLAIN_MAX) return <LongList {...props} />
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

function LongList({ rows, incident, verbs, more }: Props) {
  const ref = useRef<HTMLOListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (ref.current) setTop(ref.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  // oxlint-disable-next-line react/incompatible-library -- its functions are called while rendering and handed to nobody
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 56,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.row.id ?? index,
  })
  const items = list.getVirtualItems()
  const isAtEnd = (items.at(-1)?.index ?? 0) >= rows.length - 20
  useEffect(() => {
    if (isAtEnd && more) more()
  }, [isAtEnd, more])
  return (
    <ol aria-label="Timeline" ref={ref} className="relative" style={{ height: list.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const each = rows[index]
        return (
          each && (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={more ? -1 : rows.length}
              className="absolute top-0 left-0 w-full border-t border-line py-2"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <TimelineItem item={each} incident={incident} verbs={verbs} />
            </li>
          )
        )
      })}
    </ol>
  )
}
