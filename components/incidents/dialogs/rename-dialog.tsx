'use client'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { DialogForm, Frame } from './frame'
import { type DialogProps } from './incident-dialogs'

/** Another title; the first one stays in the history. */
export function RenameDialog({ seen, incident, verbs, close }: DialogProps) {
  const [title, setTitle] = useState(seen.title)
  const send = () =>
    void verbs
      .send('rename', { title, expectedVersion: seen.version }, 'Renamed')
      .then((done) => (done ? close() : undefined))
  return (
    <Frame title={`Rename ${seen.name}`} incident={incident} verbs={verbs} close={close}>
      <DialogForm send="Rename" pending={verbs.pending !== null} onSend={send} close={close}>
        <Field label="What is broken for people">
          {(described) => (
            <Input
              {...described}
              value={title}
              required
              maxLength={200}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
      </DialogForm>
    </Frame>
  )
}
