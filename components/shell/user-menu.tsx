'use client'
import { Keyboard, LogOut } from 'lucide-react'
import { useState, useTransition } from 'react'
import { useSingleKeysOn } from '@/components/live/hotkeys'
import { writeCookie } from '@/components/ui/cookie'
import { DropdownMenu, MenuItem, MenuNote, MenuRadio, MenuSeparator } from '@/components/ui/dropdown-menu'
import { useZone } from '@/components/ui/zone'
import { type Theme, useRoom } from './viewer'

/** The person, and what is theirs alone: theme, zone, keys, leaving. */
export function UserMenu({ showKeys }: { showKeys: () => void }) {
  const { viewer, signOut, theme: initial } = useRoom()
  const { timeZone, choose } = useZone()
  const [theme, setTheme] = useState<Theme>(initial)
  const [keysOn, setKeysOn] = useSingleKeysOn()
  const [, startTransition] = useTransition()
  const applyTheme = (name: string) => {
    const next: Theme = name === 'light' || name === 'dark' ? name : 'system'
    writeCookie('theme', next)
    document.documentElement.classList.remove('light', 'dark')
    if (next !== 'system') document.documentElement.classList.add(next)
    setTheme(next)
  }
  return (
    <DropdownMenu
      label={`${viewer.name}: preferences and sign out`}
      face={initials(viewer.name)}
      className="touchable inline-flex size-8 items-center justify-center rounded-full bg-sunken text-caption font-bold text-text-2 hover:text-text"
    >
      <MenuNote>
        <span className="block text-body font-medium text-text">{viewer.name}</span>
        {capital(viewer.role)} in {viewer.workspace}
      </MenuNote>
      <MenuSeparator />
      <MenuRadio
        label="Theme"
        value={theme}
        onChange={applyTheme}
        options={[
          ['system', 'As the system'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ]}
      />
      <MenuRadio
        label="Times in"
        value={timeZone === 'UTC' ? 'UTC' : 'local'}
        onChange={(zone) => choose(zone === 'UTC' ? 'UTC' : 'local')}
        options={[
          ['local', 'My zone, UTC beside it'],
          ['UTC', 'UTC'],
        ]}
      />
      <MenuRadio
        label="Single keys"
        value={keysOn ? 'on' : 'off'}
        onChange={(value) => setKeysOn(value === 'on')}
        options={[
          ['on', 'On'],
          ['off', 'Off'],
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<Keyboard aria-hidden="true" size={16} strokeWidth={1.75} />} onSelect={showKeys}>
        Keys that work here
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden="true" size={16} strokeWidth={1.75} />}
        onSelect={() => startTransition(async () => signOut())}
      >
        Sign out
      </MenuItem>
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
