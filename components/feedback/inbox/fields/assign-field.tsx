'use client'
import { useState } from 'react'
import { type TriageAct } from '@/lib/feedback/core/schema'
import { Picker } from '../../parts/picker'
import { type Member } from '../asking'

type Props = { members: readonly Member[]; me: string; onAct: (act: TriageAct) => void }

/** A few letters of a name and Enter; one's own name is the first. */
export function AssignField({ members, me, onAct }: Props) {
  const [typed, setTyped] = useState('')
  const words = typed.trim().toLowerCase()
  const own = members.filter(({ id }) => id === me)
  const others = members.filter(({ id }) => id !== me)
  const people = [...own, ...others].map(({ id, name }) => ({ id, title: id === me ? `${name} (you)` : name }))
  const choices = [...people, { id: '', title: 'Nobody' }]
  return (
    <Picker
      label="Owner"
      typed={typed}
      onType={setTyped}
      choices={choices.filter(({ title }) => title.toLowerCase().includes(words))}
      none="Nobody here is called so."
      onPick={(id) => onAct({ verb: 'assign', assigneeId: id === '' ? null : id })}
    />
  )
}
