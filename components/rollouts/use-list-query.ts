'use client'
import { usePathname, useSearchParams } from 'next/navigation'

/** What the list is narrowed to lives in the address; it is written without asking the server. */
export function useListQuery() {
  const params = useSearchParams()
  const pathname = usePathname()
  const set = (name: string, value: string) => {
    const query = new URLSearchParams(window.location.search)
    if (value === '') query.delete(name)
    else query.set(name, value)
    const text = query.toString()
    window.history.replaceState(null, '', text ? `${pathname}?${text}` : pathname)
  }
  return {
    q: params.get('q') ?? '',
    setQ: (q: string) => set('q', q),
    /** The rollout that is looked at beside the list. */
    peeked: params.get('sel'),
    peek: (id: string | null) => set('sel', id ?? ''),
  }
}
