'use client'
import { useSyncExternalStore } from 'react'
import { clockBoth } from '@/lib/kernel/format-time'
import { instant } from '@/lib/kernel/moments'

const MINUTE_MS = 60_000

function eachSecond(run: () => void): () => void {
  const timer = setInterval(run, 1000)
  return () => clearInterval(timer)
}
const minute = () => Math.floor(Date.now() / MINUTE_MS)

/** What time it is for the viewer, UTC beside it; on wide screens. */
export function TopClock({ timeZone }: { timeZone: string }) {
  const at = useSyncExternalStore<number | null>(eachSecond, minute, () => null)
  if (at === null) return null
  return (
    <span className="num text-dense whitespace-nowrap text-text-2 max-md:hidden">
      {clockBoth(instant(at * MINUTE_MS), timeZone)}
    </span>
  )
}
