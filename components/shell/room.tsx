'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import './shared'
import { RoomProvider } from './viewer'

/** The layout of all signed-in pages: their reads, and what they share, so that each is fetched with its own parts alone. */
export function Room(props: ComponentProps<typeof RoomProvider>) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Live screens are told by the stream what to read again; focus and remount add nothing.
        defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2, refetchOnWindowFocus: false } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <RoomProvider {...props} />
    </QueryClientProvider>
  )
}
