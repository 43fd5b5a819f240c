'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { openIncidentsQuery } from '@/lib/incidents/client/pickers'
import { SeverityBadge } from '../severity'
import { Choice } from './choice'
import { DialogForm, Frame } from './frame'
import { type DialogProps } from './incident-dialogs'

/** One cause, two incidents: this one lives on in the other. */
export function MergeDialog({ seen, incident, verbs, close }: DialogProps) {
  const [into, choose] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const read = useQuery(openIncidentsQuery())
  const others = (read.data ?? []).filter(({ id, state }) => id !== seen.id && state !== 'merged')
  const send = () =>
    void verbs
      .send('merge', { into, reason, expectedVersion: seen.version }, `Merged into ${into}`)
      .then((done) => (done ? close() : undefined))
  return (
    <Frame
      title={`Merge ${seen.name} into another`}
      description="Its rows, links and suspects stay where they are and are read there too. Un-merge brings it back as it was."
      incident={incident}
      verbs={verbs}
      close={close}
    >
      <DialogForm
        send={into ? `Merge into ${into}` : 'Merge'}
        pending={verbs.pending !== null}
        disabledReason={incident.may.merge.reason ?? (into ? null : 'Choose the other incident first')}
        onSend={send}
        close={close}
      >
        <fieldset className="flex max-h-72 flex-col overflow-y-auto">
          <legend className="mb-1 text-body font-medium">Open incident</legend>
          {read.isPending && <p className="text-body text-text-2">Reading…</p>}
          {read.isError && <p className="text-body">The incidents could not be read. Nothing changed.</p>}
          {read.data && others.length === 0 && <p className="text-body text-text-2">No other incident is open.</p>}
          {others.map(({ name, title, severity, openedAt, lead }) => (
            <Choice key={name} name="into" value={name} chosen={into === name} onChoose={() => choose(name)}>
              <SeverityBadge severity={severity} /> <span className="num text-text-3">{name}</span> {title}
              <span className="block text-dense text-text-2">
                <Time at={openedAt} format="age" now={seen.now} /> · lead {lead || 'nobody yet'}
              </span>
            </Choice>
          ))}
        </fieldset>
        <Field label="Why they are one" optional>
          {(described) => (
            <Input {...described} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </DialogForm>
    </Frame>
  )
}
