'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type TriageAct } from '@/lib/feedback/core/schema'

type Props = {
  label: string
  hint?: string
  submit: string
  long?: boolean
  start?: string
  read: (typed: string) => TriageAct | null
  wrong: string
  onAct: (act: TriageAct) => void
}

/** One field and its button; what cannot be read is told beside it. */
export function Ask({ label, hint, submit, long = false, start = '', read, wrong, onAct }: Props) {
  const [typed, setTyped] = useState(start)
  const [error, setError] = useState<string | null>(null)
  const Control = long ? Textarea : Input
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const act = typed.trim() === '' ? null : read(typed.trim())
        if (act) onAct(act)
        else setError(wrong)
      }}
    >
      <Field label={label} hint={hint} error={error}>
        {(described) => (
          <Control
            {...described}
            value={typed}
            onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button type="submit" look="primary">
          {submit}
        </Button>
      </div>
    </form>
  )
}
