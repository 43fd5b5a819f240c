'use client'
import { type FormEvent, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { IncidentAnswer } from '../incident-answer'
import { type IncidentVerbs } from '../use-incident'

type Props = {
  title: string
  description?: ReactNode
  incident: IncidentView
  verbs: IncidentVerbs
  close: () => void
  children: ReactNode
}

/** A dialog of an incident: what is asked, and what became of it. */
export function Frame({ title, description, incident, verbs, close, children }: Props) {
  return (
    <Dialog open onOpenChange={close} title={title} description={description}>
      <div className="flex flex-col gap-4 pb-4">
        <IncidentAnswer incident={incident} verbs={verbs} />
        {children}
      </div>
    </Dialog>
  )
}

type FormProps = {
  send: string
  pending: boolean
  disabledReason?: string | null
  onSend: () => void
  close: () => void
  children: ReactNode
}

/** Enter sends; the other button leaves everything as it is. */
export function DialogForm({ send, pending, disabledReason, onSend, close, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending && !disabledReason) onSend()
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      {children}
      <div className="flex flex-wrap gap-2 max-sm:flex-col">
        <Button type="submit" look="primary" pending={pending} disabledReason={disabledReason ?? null}>
          {send}
        </Button>
        <Button onClick={close}>Leave it as it is</Button>
      </div>
    </form>
  )
}
