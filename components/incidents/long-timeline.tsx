'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { TimelineItem } from './timeline-item'
import { type TimelineListProps } from './timeline-list'

/** A timeline of thousands of rows: only those in sight are in the page, and earlier ones are read before they are met. */
export function LongTimeline({ rows, incident, verbs, more }: TimelineListProps) {
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
