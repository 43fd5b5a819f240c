'use client'
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { type FeedbackRow } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { InboxRow } from './inbox-row'
import { drawnRows, revealed } from './window'

const ROW_PX = 62
const FITS = 14
/** Rows before the last drawn at which the next page is asked for: a second of a key held down. */
const AHEAD = 30

export type ListHandle = { reveal: (at: number) => void }
type Props = {
  rows: readonly FeedbackRow[]
  current: string | null
  selected: ReadonlySet<string>
  /** Items that others have open, with who. */
  present: ReadonlyMap<string, string>
  now: Instant
  label: string
  handle: RefObject<ListHandle | null>
  onOpen: (id: string) => void
  onSelect: (id: string) => void
  onNearEnd: () => void
}

/** Ten thousand rows as fast as ten: only those in sight are drawn. One tab stop, the current row. */
export function InboxList({
  rows,
  current,
  selected,
  present,
  now,
  label,
  handle,
  onOpen,
  onSelect,
  onNearEnd,
}: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  // Until the browser says how high the list is, enough for most screens: the first HTML has rows in it.
  const [fits, setFits] = useState(FITS)
  const scrolled = (px: number) => setTop(Math.floor(px / ROW_PX))
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const sizes = new ResizeObserver(() => setFits(Math.ceil(element.clientHeight / ROW_PX) + 1))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])
  useImperativeHandle(handle, () => ({
    reveal: (at) => {
      const element = box.current
      if (!element) return
      element.scrollTop = revealed(at, ROW_PX, { top: element.scrollTop, height: element.clientHeight })
      scrolled(element.scrollTop) // drawn with this very key, not with the event that follows
    },
  }))
  const { from, to } = drawnRows(top, fits, rows.length)
  useEffect(() => {
    if (to > rows.length - AHEAD) onNearEnd()
  }, [to, rows.length, onNearEnd])
  return (
    <div
      ref={box}
      onScroll={(event) => scrolled(event.currentTarget.scrollTop)}
      className="card h-[calc(100dvh-18rem)] min-h-80 overflow-y-auto max-md:h-[calc(100dvh-21rem)]"
    >
      <ul aria-label={label} className="relative" style={{ height: rows.length * ROW_PX }}>
        {rows.slice(from, to).map((row, i) => (
          <li
            key={row.id}
            aria-setsize={rows.length}
            aria-posinset={from + i + 1}
            className="absolute inset-x-0 top-0"
            style={{ height: ROW_PX, transform: `translateY(${(from + i) * ROW_PX}px)` }}
          >
            <InboxRow
              row={row}
              current={row.id === current}
              selected={selected.has(row.id)}
              present={present.get(row.id) ?? null}
              now={now}
              onOpen={onOpen}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
