'use client'
import { type FormEvent, type ReactNode } from 'react'
import { type IncidentActions } from './use-incident'

type Props = {
  actions: IncidentActions
  /** What the form says besides its own fields. */
  fields: Readonly<Record<string, string | number>>
  /** With a script: the same verb without leaving the page. */
  onSend: (values: FormData) => void
  className?: string
  children: ReactNode
}

/**
 * A form that posts by itself when the script of the page never came, and else acts in place. Both ways end in the same
 * verb.
 */
export function VerbForm({ actions, fields, onSend, className, children }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSend(new FormData(event.currentTarget))
  }
  return (
    <form action={actions.post} onSubmit={submit} className={className}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} readOnly />
      ))}
      {children}
    </form>
  )
}

/** A text field of a form; empty when it has none of that name. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
