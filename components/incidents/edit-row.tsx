'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { type TimelineRow } from '@/lib/incidents/core/schema'
import { type RowChange } from './use-incident'

type EditProps = { row: TimelineRow; change: (more: RowChange, said: string) => void; pending: boolean }

/** A machine's row takes another title; a person's another text. Time and data stay. */
export function EditRow({ row, change, pending }: EditProps) {
  const [text, setText] = useState(row.isHuman ? row.body : row.title)
  const name = row.isHuman ? 'body' : 'title'
  return (
    <form
      className="mt-1 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        change({ [name]: text }, 'Changed')
      }}
    >
      <Field label={row.isHuman ? 'Text' : 'Title (the first one is kept)'}>
        {(described) => (
          <Input
            {...described}
            value={text}
            required
            maxLength={row.isHuman ? 5000 : 200}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" pending={pending}>
        Save
      </Button>
    </form>
  )
}
