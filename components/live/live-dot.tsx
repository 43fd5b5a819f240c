'use client'
import { clock } from '@/lib/kernel/format-time'
import { instant } from '@/lib/kernel/moments'
import { liveHub } from './browser'
import { useFreshness, useHeardAgeS } from './use-live'

/** How old the page may be: "Live · 2 s", or that the numbers are from a stated time. */
export function LiveDot({ timeZone }: { timeZone: string }) {
  const state = useFreshness()
  const ageS = useHeardAgeS()
  if (state === 'live') {
    return (
      <span data-live="live" className="inline-flex items-center gap-1.5 text-dense whitespace-nowrap text-text-2">
        <Dot className="fill-good" />
        Live<span className="num max-sm:hidden"> · {ageS ?? 0} s</span>
      </span>
    )
  }
  if (state === 'connecting') {
    return (
      <span
        data-live="connecting"
        className="inline-flex items-center gap-1.5 text-dense whitespace-nowrap text-text-2"
      >
        <Dot className="fill-none stroke-text-3" />
        Connecting
      </span>
    )
  }
  const { heardAt } = liveHub()
  return (
    <span data-live="reconnecting" className="inline-flex items-center gap-1.5 text-dense text-warn">
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
        <path d="M5 .8 9.6 9.2H.4z" className="fill-none stroke-warn" strokeWidth="1.4" />
      </svg>
      <span>
        Reconnecting.
        {heardAt !== null && (
          <span className="max-sm:sr-only"> Numbers are from {clock(instant(heardAt), timeZone)}</span>
        )}
      </span>
    </span>
  )
}

const Dot = ({ className }: { className: string }) => (
  <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 shrink-0">
    <circle cx="4" cy="4" r="3.25" className={className} strokeWidth="1.5" />
  </svg>
)
