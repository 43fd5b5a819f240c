'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { AnnouncerProvider } from './announcer'
import { ZoneProvider } from './zone'

/** What every page stands in: query cache, tooltips, live regions, the viewer's time zone. */
export function Providers({ timeZone, children }: { timeZone: string | null; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Live screens are told by the stream what to read again; focus and remount add nothing.
        defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2, refetchOnWindowFocus: false } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <ZoneProvider timeZone={timeZone}>
        <AnnouncerProvider>{children}</AnnouncerProvider>
      </ZoneProvider>
    </QueryClientProvider>
  )
}
