'use client'
import { Search } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { LiveDot } from '@/components/live/live-dot'
import { EnvironmentBadge, Kbd } from '@/components/ui/badge'
import { writeCookie } from '@/components/ui/cookie'
import { PartBoundary } from '@/components/ui/part-boundary'
import { useZone } from '@/components/ui/zone'
import { BottomTabs } from './bottom-tabs'
import { type Crumb, Crumbs } from './crumbs'
import { useFrameKeys } from './frame-keys'
import { NavRail } from './nav-rail'
import { TopClock } from './top-clock'
import { UserMenu } from './user-menu'
import { useRoom } from './viewer'

const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet')).ShortcutSheet }))
/** Fetched when the page is at rest, so that ⌘K opens at once. */
const fetchPalette = async () => ({ default: (await import('./palette/palette')).Palette })
const Palette = lazy(fetchPalette)

type Props = { crumbs: readonly Crumb[]; environment?: string | undefined; children: ReactNode }

/** The frame of every signed-in page: skip link, strip, top bar, rail, content; in that order for keyboard and reader. */
export function RoomFrame({ crumbs, environment, children }: Props) {
  const room = useRoom()
  const { timeZone } = useZone()
  const [wide, setWide] = useState(room.navOpen)
  const [shown, show] = useState<'nothing' | 'keys' | 'palette'>('nothing')
  const toggleNav = () => {
    writeCookie('nav', wide ? 'closed' : 'open')
    setWide(!wide)
  }
  useFrameKeys({ toggleNav, showKeys: () => show('keys'), showPalette: () => show('palette') })
  useEffect(() => void fetchPalette(), [])
  return (
    <div className="min-h-dvh pb-(--tabs)">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2 focus:shadow-float"
      >
        Skip to content
      </a>
      {room.strip}
      <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-surface px-4 md:px-6">
        <Crumbs crumbs={crumbs} />
        <div className="ml-auto flex items-center gap-3">
          {environment && <EnvironmentBadge name={environment} />}
          <button
            type="button"
            onClick={() => show('palette')}
            aria-label="Search and commands"
            aria-keyshortcuts="Control+K Meta+K /"
            className="touchable inline-flex h-8 min-w-8 items-center justify-center gap-2 rounded-control border border-line px-2 text-dense text-text-2 hover:bg-sunken"
          >
            <Search aria-hidden="true" size={16} strokeWidth={1.75} />
            <span className="max-lg:hidden">Search</span>
            <span aria-hidden="true" className="max-lg:hidden">
              <Kbd>⌘K</Kbd>
            </span>
          </button>
          <LiveDot timeZone={timeZone} />
          <TopClock timeZone={timeZone} />
          <UserMenu showKeys={() => show('keys')} />
        </div>
      </header>
      <div className="flex">
        <NavRail wide={wide} onToggle={toggleNav} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[90rem] min-w-0 flex-1 px-4 py-5 md:px-6 md:py-6"
        >
          {children}
        </main>
      </div>
      <BottomTabs />
      <PartBoundary key={shown}>
        <Suspense fallback={null}>
          {shown === 'keys' && <ShortcutSheet open onOpenChange={() => show('nothing')} />}
          {shown === 'palette' && <Palette onClose={() => show('nothing')} showKeys={() => show('keys')} />}
        </Suspense>
      </PartBoundary>
    </div>
  )
}
