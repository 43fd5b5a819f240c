'use client'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { liveHub } from './browser'
import type { Freshness } from './freshness'
import type { LiveEvent } from './messages'

/**
 * Hears changes of `topics` while the component is on screen. `onEvent` gets the topic `resync` when anything may have
 * been missed. One connection serves all tabs of the browser.
 */
export function useLive(topics: readonly string[], onEvent: (event: LiveEvent) => void): void {
  const hear = useEffectEvent(onEvent)
  const joined = topics.join(',')
  useEffect(() => liveHub().join(joined.split(',').filter(Boolean), (event) => hear(event)), [joined])
}

const watch = (onChange: () => void) => liveHub().watch(onChange)

/** Whether the screen still hears the server. */
export function useFreshness(): Freshness {
  return useSyncExternalStore<Freshness>(
    watch,
    () => liveHub().freshness,
    () => 'connecting',
  )
}

/** Seconds since anything was heard; null before the first time. */
export function useHeardAgeS(): number | null {
  return useSyncExternalStore<number | null>(
    watch,
    () => {
      const { heardAt } = liveHub()
      return heardAt === null ? null : Math.max(0, Math.floor((Date.now() - heardAt) / 1000))
    },
    () => null,
  )
}
