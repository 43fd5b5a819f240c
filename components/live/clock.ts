'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { elapsedMs, type Instant, instant } from '@/lib/kernel/moments'

const ticking = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function eachSecond(run: () => void): () => void {
  ticking.add(run)
  timer ??= setInterval(() => {
    for (const each of ticking) each()
  }, 1000)
  return () => {
    ticking.delete(run)
    if (ticking.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000

/**
 * The server's present moment, told by the last answer and carried on by this browser's clock (which may be wrong by
 * hours). Ticks each second; on the server and in the first HTML it is `serverNow` itself.
 */
export function useServerNow(serverNow: Instant): Instant {
  const [anchor, setAnchor] = useState<{ server: Instant; browserMs: number } | null>(null)
  const browserMs = useSyncExternalStore<number | null>(eachSecond, wholeSecond, () => null)
  useEffect(() => {
    const id = requestAnimationFrame(() => setAnchor({ server: serverNow, browserMs: Date.now() }))
    return () => cancelAnimationFrame(id)
  }, [serverNow])
  if (browserMs === null || anchor === null) return serverNow
  return instant(Date.parse(anchor.server) + Math.max(0, browserMs - anchor.browserMs))
}

/** Milliseconds left until a moment, never negative. */
export const useTimeLeft = (until: Instant, serverNow: Instant): number =>
  Math.max(0, elapsedMs(useServerNow(serverNow), until))
