'use client'
import { usePathname, useSearchParams } from 'next/navigation'

/** What the list is narrowed to lives in the address; it is written without asking the server. */
export function useListQuery(): { q: string; setQ: (q: string) => void } {
  const params = useSearchParams()
  const pathname = usePathname()
  return {
    q: params.get('q') ?? '',
    setQ: (q) => {
      const query = new URLSearchParams(window.location.search)
      if (q === '') query.delete('q')
      else query.set('q', q)
      const text = query.toString()
      window.history.replaceState(null, '', text ? `${pathname}?${text}` : pathname)
    },
  }
}
