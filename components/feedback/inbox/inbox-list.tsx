'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { type FeedbackRow } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { InboxRow } from './inbox-row'

const ROW_PX = 62
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
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    getItemKey: (at) => rows[at]?.id ?? at,
  })
  useImperativeHandle(handle, () => ({ reveal: (at) => virtual.scrollToIndex(at, { align: 'auto' }) }), [virtual])
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - AHEAD) onNearEnd()
  }, [last, rows.length, onNearEnd])
  return (
    <div ref={box} className="card h-[calc(100dvh-18rem)] min-h-80 overflow-y-auto max-md:h-[calc(100dvh-21rem)]">
      <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map((place) => {
          const row = rows[place.index]
          return (
            row && (
              <li
                key={place.key}
                aria-setsize={rows.length}
                aria-posinset={place.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_PX, transform: `translateY(${place.start}px)` }}
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
            )
          )
        })}
      </ul>
    </div>
  )
}
