'use client'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { TimelineItem } from './timeline-item'
import { type TimelineListProps } from './timeline-list'
import { useRowWalk } from './use-row-walk'

/** A timeline of thousands of rows: only those in sight are in the page, and earlier ones are read before they are met. */
export function LongTimeline({ rows, incident, verbs, more, linked }: TimelineListProps) {
  const ref = useRef<HTMLOListElement>(null)
  const top = useTopOf(ref)
  const current = useRowWalk(ref, rows.length, linked !== null)
  // oxlint-disable-next-line react/incompatible-library -- its functions are called while rendering and handed to nobody
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 56,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.row.id ?? index,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].toSorted((a, b) => a - b),
  })
  const items = list.getVirtualItems()
  const isAtEnd = (list.range?.endIndex ?? 0) >= rows.length - 20
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
              className="absolute top-0 left-0 w-full rounded-chip border-t border-line py-2"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <TimelineItem item={each} incident={incident} verbs={verbs} linked={linked} />
            </li>
          )
        )
      })}
    </ol>
  )
}

/** Where the list begins in the document: what stands above it grows and shrinks. */
function useTopOf(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [ref])
  return top
}
