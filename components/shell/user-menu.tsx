'use client'
import { lazy, Suspense } from 'react'
import { DropdownMenu } from '@/components/ui/dropdown-menu'
import { PartBoundary } from '@/components/ui/part-boundary'
import { useRoom } from './viewer'

/** Drawn by the server and closed at first, so its script may come after that of the page. */
const UserMenuItems = lazy(async () => ({ default: (await import('./user-menu-items')).UserMenuItems }))

/** The person, and behind the button what is theirs alone. */
export function UserMenu({ showKeys }: { showKeys: () => void }) {
  const { viewer } = useRoom()
  return (
    <DropdownMenu
      label={`${viewer.name}: preferences and sign out`}
      face={initials(viewer.name)}
      className="touchable inline-flex size-8 items-center justify-center rounded-full bg-sunken text-caption font-bold text-text-2 hover:text-text"
    >
      <PartBoundary
        instead={<p className="px-3 py-2 text-dense">This menu could not be loaded. Load the page again.</p>}
      >
        <Suspense fallback={null}>
          <UserMenuItems showKeys={showKeys} />
        </Suspense>
      </PartBoundary>
    </DropdownMenu>
  )
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase()
