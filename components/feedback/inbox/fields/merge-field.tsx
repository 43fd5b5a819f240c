'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mergeTargetsQuery } from '@/lib/feedback/client/queries'
import { type FeedbackRow, type MergeTargetView, type TriageAct } from '@/lib/feedback/core/schema'
import { Picker } from '../../parts/picker'

type Props = { rows: readonly FeedbackRow[]; onAct: (act: TriageAct) => void }

const BECAUSE: Readonly<Record<MergeTargetView['because'], string>> = {
  named: 'By its name',
  'same-person': 'The same person',
  'same-cluster': 'The same cluster',
  similar: 'Similar words',
  words: 'Has these words',
}

/** The item that these repeat: the likely ones first, any other by its name or its words. */
export function MergeField({ rows, onAct }: Props) {
  const [first] = rows
  const [typed, setTyped] = useState('')
  const targets = useQuery({
    ...mergeTargetsQuery(first?.id ?? '', typed.trim()),
    enabled: first !== undefined,
    placeholderData: keepPreviousData,
  })
  const ids = new Set<string>(rows.map(({ id }) => id))
  const choices = (targets.data ?? []).filter(({ id }) => !ids.has(id))
  return (
    <Picker
      label="The item it repeats"
      hint="Words of it, or FB- and its number. Both keep their history; un-merge restores them exactly."
      typed={typed}
      onType={setTyped}
      choices={choices.map(({ id, name, excerpt, because }) => ({
        id,
        title: `${name} ${excerpt || 'A score without words'}`,
        note: BECAUSE[because],
      }))}
      pending={targets.isPending}
      none={
        targets.isError
          ? 'The items could not be read just now. Nothing changed.'
          : typed.trim() === ''
            ? 'Nothing like it so far. Type words of the other item, or its name.'
            : 'No item fits these words.'
      }
      onPick={(id) => {
        const target = choices.find((one) => one.id === id)
        if (target) onAct({ verb: 'merge', into: target.id })
      }}
    />
  )
}
