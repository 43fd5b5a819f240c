'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useLive } from '@/components/live/use-live'

const AT_MOST_EVERY_MS = 2000

/** Reads the page again when one of these things changes, and not more often than anybody could follow. */
export function useRefresh(topics: readonly string[]): void {
  const router = useRouter()
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(soon.current), [])
  useLive(topics, () => {
    if (soon.current !== undefined) return
    soon.current = setTimeout(() => {
      soon.current = undefined
      router.refresh()
    }, AT_MOST_EVERY_MS)
  })
}
