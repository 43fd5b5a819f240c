'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { type FlagListView, VIEWS } from '@/lib/flags/core/flag-row'

/** What of the list survives reload and a shared link. Changes replace the entry and ask the server nothing. */
export function useListState() {
  const params = useSearchParams()
  const pathname = usePathname()
  // The address follows a moment later: a field that waited for it would lose letters of fast writers.
  const [q, setQ] = useState(params.get('q') ?? '')
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(window.location.search)
    if (value === '') next.delete(name)
    else next.set(name, value)
    const query = next.toString()
    window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname)
  }
  const asked = params.get('view') ?? 'all'
  return {
    view: VIEWS.find((view) => view === asked) ?? 'all',
    q,
    peeked: params.get('sel'),
    setView: (view: FlagListView) => set('view', view === 'all' ? '' : view),
    setQ: (text: string) => {
      setQ(text)
      set('q', text)
    },
    peek: (key: string | null) => set('sel', key ?? ''),
  }
}
