'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { clustersQuery } from '@/lib/feedback/client/queries'
import { type ClusterRow, type TriageAct } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Choice, Picker } from '../../parts/picker'

type Props = { onAct: (act: TriageAct) => void }
const SHOWN = 12

/** The cluster it belongs to, a new one, or none. A person's word: machines leave it there. */
export function ClusterField({ onAct }: Props) {
  const { data: clusters = [], isPending } = useQuery(clustersQuery('limit=100'))
  const [typed, setTyped] = useState('')
  const words = typed.trim().toLowerCase()
  const fits = clusters.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(words))
  const others: Choice[] = [
    { id: 'new', title: 'A new cluster', note: 'Opens one for it.' },
    { id: '', title: 'No cluster', note: 'Takes it out; machines leave it out.' },
  ]
  return (
    <Picker
      label="Cluster"
      hint="Words of its name, or CL- and its number. Machines leave it where you put it."
      typed={typed}
      onType={setTyped}
      choices={[...fits.slice(0, SHOWN).map(choiceOf), ...(words === '' || fits.length === 0 ? others : [])]}
      pending={isPending}
      none="No cluster is called so."
      onPick={(id) =>
        onAct({ verb: 'cluster', clusterId: id === '' ? null : id === 'new' ? 'new' : (id as ClusterRow['id']) })
      }
    />
  )
}

const choiceOf = ({ id, name, title, people }: ClusterRow): Choice => ({
  id,
  title: `${name} “${title}”`,
  note: plural(people, 'person', 'people'),
})
