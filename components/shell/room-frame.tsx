'use client'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { LiveDot } from '@/components/live/live-dot'
import { EnvironmentBadge } from '@/components/ui/badge'
import { writeCookie } from '@/components/ui/cookie'
import { useZone } from '@/components/ui/zone'
import { type Crumb, Crumbs } from './crumbs'
import { NavRail } from './nav-rail'
import { TopClock } from './top-clock'
import { UserMenu } from './user-menu'
import { useRoom } from './viewer'

const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet')).ShortcutSheet }))

type Props = { crumbs: readonly Crumb[]; environment?: string | undefined; children: ReactNode }

/** The frame of every signed-in page: skip link, top bar, rail, content; in that order for keyboard and reader. */
export function RoomFrame({ crumbs, environment, children }: Props) {
  const room = useRoom()
  const { timeZone } = useZone()
  const [wide, setWide] = useState(room.navOpen)
  const [keysShown, showKeys] = useState(false)
  const toggleNav = () => {
    writeCookie('nav', wide ? 'closed' : 'open')
    setWide(!wide)
  }
  useHotkeys([
    { key: '[', label: 'Open or close the navigation', run: toggleNav },
    { key: '?', label: 'Show the keys that work here', run: () => showKeys(true) },
  ])
  return (
    <div className="min-h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2 focus:shadow-float"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-surface px-4 md:px-6">
        <Crumbs crumbs={crumbs} />
        <div className="ml-auto flex items-center gap-3">
          {environment && <EnvironmentBadge name={environment} />}
          <LiveDot timeZone={timeZone} />
          <TopClock timeZone={timeZone} />
          <UserMenu showKeys={() => showKeys(true)} />
        </div>
      </header>
      <div className="flex">
        <NavRail wide={wide} onToggle={toggleNav} />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-360 min-w-0 flex-1 px-4 py-5 md:px-6 md:py-6">
          {children}
        </main>
      </div>
      {keysShown && (
        <Suspense fallback={null}>
          <ShortcutSheet open onOpenChange={showKeys} />
        </Suspense>
      )}
    </div>
  )
}
