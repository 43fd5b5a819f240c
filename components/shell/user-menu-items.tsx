'use client'
import { Keyboard, LogOut, SlidersHorizontal } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useKeySettings } from '@/components/live/key-settings'
import { MenuItem, MenuNote, MenuRadio, MenuSeparator } from '@/components/ui/dropdown-menu'
import { useZone } from '@/components/ui/zone'
import { paths } from '@/lib/kernel/paths'
import { applyTheme, readTheme, type Theme } from './theme'
import { useRoom } from './viewer'

/** What is the person's alone: theme, zone, keys, leaving. */
export function UserMenuItems({ showKeys }: { showKeys: () => void }) {
  const { viewer, signOut, theme: initial } = useRoom()
  const { timeZone, choose } = useZone()
  const [theme, setTheme] = useState<Theme>(initial)
  const [keys, setKeys] = useKeySettings()
  const router = useRouter()
  const [, startTransition] = useTransition()
  const chooseTheme = (name: string) => {
    applyTheme(readTheme(name))
    setTheme(readTheme(name))
  }
  return (
    <>
      <MenuNote>
        <span className="block text-body font-medium text-text">{viewer.name}</span>
        {capital(viewer.role)} in {viewer.workspace}
      </MenuNote>
      <MenuSeparator />
      <MenuRadio
        label="Theme"
        value={theme}
        onChange={chooseTheme}
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
        value={keys.off ? 'off' : 'on'}
        onChange={(value) => setKeys({ ...keys, off: value === 'off' })}
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
        icon={<SlidersHorizontal aria-hidden="true" size={16} strokeWidth={1.75} />}
        onSelect={() => router.push(paths.settings('preferences'))}
      >
        Preferences
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden="true" size={16} strokeWidth={1.75} />}
        onSelect={() => startTransition(async () => signOut())}
      >
        Sign out
      </MenuItem>
    </>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
