'use client'
import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import { clockBoth } from '@/lib/kernel/format-time'
import { type Frame } from './frame'
import { clusterEvents, type Marker, markOf } from './marks'
import { type ChartEvent } from './types'

/** Steps through the markers from outside (keys `,` and `.`). */
export type RailHandle = { step: (by: 1 | -1) => void }

type Props = {
  events: readonly ChartEvent[]
  range: [number, number]
  frame: Frame
  widthPx: number
  timeZone: string
  ref: Ref<RailHandle>
}

/** What happened, above the same time axis. Markers are buttons; what one means is written beneath the rail. */
export function EventRail({ events, range, frame, widthPx, timeZone, ref }: Props) {
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const span = Math.max(1, range[1] - range[0])
  const plotPx = Math.max(1, widthPx - frame.left - frame.right)
  const inside = events.filter((event) => Date.parse(event.at) >= range[0] && Date.parse(event.at) <= range[1])
  const markers = clusterEvents(inside, plotPx / span)
  const shown = markers.find((marker) => marker.id === chosen) ?? markers.at(-1)

  useImperativeHandle(
    ref,
    () => ({
      step: (by) => {
        const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
        const at = buttons.findIndex((button) => button === document.activeElement)
        const next = at === -1 ? (by === 1 ? 0 : buttons.length - 1) : at + by
        buttons[Math.min(buttons.length - 1, Math.max(0, next))]?.focus()
      },
    }),
    [],
  )

  return (
    <div>
      <ul ref={list} aria-label="Events" className="relative h-7 border-b border-line">
        {markers.map((marker) => (
          <li
            key={marker.id}
            className="absolute top-0.5"
            style={{
              left: `calc(${frame.left}px + (100% - ${frame.left + frame.right}px) * ${(marker.at - range[0]) / span})`,
            }}
          >
            <button
              type="button"
              aria-label={spoken(marker, timeZone)}
              aria-pressed={shown?.id === marker.id}
              onFocus={() => setChosen(marker.id)}
              onClick={() => setChosen(marker.id)}
              onPointerEnter={() => setChosen(marker.id)}
              className="-ml-3 flex size-6 items-center justify-center rounded-chip text-body leading-none text-text hover:bg-sunken aria-pressed:bg-sunken"
            >
              {glyphOf(marker)}
            </button>
          </li>
        ))}
      </ul>
      <p
        className="truncate pt-1 text-caption text-text-2 max-sm:whitespace-normal"
        style={{ paddingLeft: frame.left }}
      >
        {shown ? <Told marker={shown} timeZone={timeZone} /> : 'No events in this range.'}
      </p>
    </div>
  )
}

const glyphOf = ({ events }: Marker) => {
  const [first] = events
  if (events.length > 1 || !first) return <span className="num text-caption font-bold">{events.length}</span>
  return <span aria-hidden="true">{markOf(first).glyph}</span>
}

const spoken = ({ events }: Marker, timeZone: string): string =>
  events.map((event) => `${clockBoth(event.at, timeZone)}: ${event.title}`).join('; ')

function Told({ marker, timeZone }: { marker: Marker; timeZone: string }) {
  return marker.events.slice(0, 3).map((event, i) => (
    <span key={event.id}>
      {i > 0 && ' · '}
      <span aria-hidden="true">{markOf(event).glyph}</span> <span className="num">{clockBoth(event.at, timeZone)}</span>{' '}
      {event.title}
      {event.note && <span> · “{event.note}”</span>}
      {i === 2 && marker.events.length > 3 && ` · and ${marker.events.length - 3} more`}
    </span>
  ))
}
