'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { clustersQuery } from '@/lib/feedback/client/queries'
import { plural } from '@/lib/kernel/format'
import { Picker } from '../parts/picker'

type Props = {
  items: number
  /** The cluster they are in. */
  except: string
  onPick: (into: { id: string; name: string }) => void
  onClose: () => void
}
const SHOWN = 12

/** Which cluster they go to. */
export function MoveDialog({ items, except, onPick, onClose }: Props) {
  const { data: clusters = [], isPending } = useQuery(clustersQuery('limit=100'))
  const [typed, setTyped] = useState('')
  const words = typed.trim().toLowerCase()
  const fits = clusters.filter(
    ({ id, name, title }) => id !== except && `${name} ${title}`.toLowerCase().includes(words),
  )
  return (
    <Dialog open onOpenChange={onClose} title={`Move ${plural(items, 'item', 'items')}`}>
      <div className="pb-4">
        <Picker
          label="To the cluster"
          hint="Words of its name, or CL- and its number. Machines leave them where you put them."
          typed={typed}
          onType={setTyped}
          choices={fits.slice(0, SHOWN).map(({ id, name, title, people }) => ({
            id,
            title: `${name} “${title}”`,
            note: plural(people, 'person', 'people'),
          }))}
          pending={isPending}
          none="No other cluster is called so."
          onPick={(id) => {
            const into = fits.find((one) => one.id === id)
            if (into) onPick(into)
          }}
        />
      </div>
    </Dialog>
  )
}
