'use client'
import { lazy, Suspense } from 'react'
import { DropdownMenu } from '@/components/ui/dropdown-menu'
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
      <Suspense fallback={null}>
        <UserMenuItems showKeys={showKeys} />
      </Suspense>
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
