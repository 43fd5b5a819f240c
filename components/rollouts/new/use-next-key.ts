'use client'
import { useEffect, useEffectEvent } from 'react'

/** Control and Enter, or ⌘ and Enter, from any field: on to the next part. */
export function useNextKey(next: () => void): void {
  const go = useEffectEvent(next)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.repeat) go()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
