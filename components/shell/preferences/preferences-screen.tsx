'use client'
import { useState } from 'react'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useZone } from '@/components/ui/zone'
import { PageHead } from '../page-head'
import { RoomFrame } from '../room-frame'
import { applyDensity, applyTheme, type Density, type Theme } from '../theme'
import { useRoom } from '../viewer'
import { paths } from '@/lib/kernel/paths'
import { KeyPreferences } from './key-preferences'

/** What is a person's own in this browser: look, times, keys. Each choice holds at once. */
export function PreferencesScreen({ density: initial }: { density: Density }) {
  const room = useRoom()
  const { timeZone, choose } = useZone()
  const [theme, setTheme] = useState<Theme>(room.theme)
  const [density, setDensity] = useState<Density>(initial)
  return (
    <RoomFrame crumbs={[{ label: 'Settings', href: paths.settings() }, { label: 'Preferences' }]}>
      <div className="flex flex-col gap-6">
        <PageHead title="Preferences" answer="Yours alone, in this browser. Each choice holds at once." />
        <section aria-labelledby="look" className="card flex flex-col gap-4 p-4 sm:p-6">
          <h2 id="look" className="text-h2 font-bold">
            Look and time
          </h2>
          <Choice name="Theme">
            <SegmentedControl
              label="Theme"
              value={theme}
              onChange={(next) => {
                applyTheme(next)
                setTheme(next)
              }}
              options={[
                ['system', 'As the system'],
                ['light', 'Light'],
                ['dark', 'Dark'],
              ]}
            />
          </Choice>
          <Choice name="Density">
            <SegmentedControl
              label="Density"
              value={density}
              onChange={(next) => {
                applyDensity(next)
                setDensity(next)
              }}
              options={[
                ['comfortable', 'Comfortable'],
                ['compact', 'Compact'],
              ]}
            />
          </Choice>
          <Choice name="Times in">
            <SegmentedControl
              label="Times in"
              value={timeZone === 'UTC' ? 'UTC' : 'local'}
              onChange={choose}
              options={[
                ['local', 'My zone, UTC beside it'],
                ['UTC', 'UTC'],
              ]}
            />
          </Choice>
          <p className="measure text-dense text-text-2">
            Motion follows your system: where it asks for less, nothing slides or flashes.
          </p>
        </section>
        <KeyPreferences />
      </div>
    </RoomFrame>
  )
}

const Choice = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
    <span className="w-32 text-body font-medium">{name}</span>
    {children}
  </div>
)
