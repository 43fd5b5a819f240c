'use client'
import { type ReactNode } from 'react'
import { AnnouncerProvider } from './announcer'
import { ZoneProvider } from './zone'

/** What every page stands in: live regions, and the viewer's time zone. */
export const Providers = ({ timeZone, children }: { timeZone: string | null; children: ReactNode }) => (
  <ZoneProvider timeZone={timeZone}>
    <AnnouncerProvider>{children}</AnnouncerProvider>
  </ZoneProvider>
)
