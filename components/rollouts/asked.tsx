'use client'
import { useState } from 'react'
import { Field, Textarea } from '@/components/ui/field'
import { type RolloutView, type Verb } from '@/lib/rollouts/core/schema'
import { type Verbs } from './use-verbs'
import { type VerbDialog } from './verb-dialogs'

/** A verb that a dialog asks about, with the view as it was when it opened. */
export type AskedProps = { verb: Verb; seen: RolloutView; verbs: Verbs }

/** What all dialogs of verbs share. */
export function dialogProps(ask: VerbDialog, verbs: Verbs) {
  return {
    open: true,
    onOpenChange: (open: boolean) => {
      if (!open) verbs.close()
    },
    title: ask.title,
    body: ask.body.map((sentence) => <p key={sentence}>{sentence}</p>),
    confirm: ask.confirm,
    cancel: ask.cancel,
    look: ask.danger ? 'danger' : 'primary',
    focusOn: ask.focusOn,
    pending: verbs.pending !== null,
  } as const
}

/** A note or reason: what it is, and whether it will do. */
export function useNote(required: boolean) {
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const missing = required && text.trim() === ''
  return {
    text,
    setText,
    error: tried && missing ? 'A reason is required.' : null,
    isFit: () => {
      setTried(true)
      return !missing
    },
    input: text.trim() === '' ? {} : { note: text.trim() },
  }
}

type NoteProps = { label: string; required: boolean; note: ReturnType<typeof useNote> }

export const NoteField = ({ label, required, note }: NoteProps) => (
  <Field label={label} optional={!required} error={note.error}>
    {(described) => (
      <Textarea
        {...described}
        aria-required={required}
        maxLength={2000}
        value={note.text}
        onChange={(event) => note.setText(event.target.value)}
      />
    )}
  </Field>
)
