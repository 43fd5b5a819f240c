'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { readCookie, writeCookie } from './cookie'

type Zone = { timeZone: string; choose: (choice: 'local' | 'UTC') => void }
const ZoneContext = createContext<Zone>({ timeZone: 'UTC', choose: () => {} })

const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
const currentZone = (): string => (readCookie('zone') === 'UTC' ? 'UTC' : localZone())

const listeners = new Set<() => void>()
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The zone that times are written in. Unknown on the very first visit: UTC until the browser has said its own. */
export function ZoneProvider({ timeZone, children }: { timeZone: string | null; children: ReactNode }) {
  const onServer = useCallback(() => timeZone ?? 'UTC', [timeZone])
  const zone = useSyncExternalStore(subscribe, currentZone, onServer)
  // Not `zone`: while hydrating that is still what the server guessed.
  useEffect(() => writeCookie('zone', currentZone()), [])
  const value = useMemo<Zone>(
    () => ({
      timeZone: zone,
      choose: (choice) => {
        writeCookie('zone', choice === 'UTC' ? 'UTC' : localZone())
        for (const listener of listeners) listener()
      },
    }),
    [zone],
  )
  return <ZoneContext value={value}>{children}</ZoneContext>
}

export const useZone = (): Zone => useContext(ZoneContext)
