'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { Answer } from './answer'
import { type FlagScreenProps } from './flag-screen-types'
import { useHeldDeed } from './use-held-deed'

/** Archive, or bring back: the server says no while a rollout, another flag or clients need it. */
export function ArchiveDialog({ detail, deeds, close }: FlagScreenProps & { close: () => void }) {
  const isArchived = detail.archivedAt !== null
  const held = useHeldDeed({
    deed: isArchived ? deeds.unarchive : deeds.archive,
    kind: 'unarchive',
    request: deeds.request,
    places: [],
    now: detail.now,
  })
  const [note, setNote] = useState('')
  const { key, removedOn } = detail.definition
  const save = async () => {
    const input = { key, expectedVersion: detail.version, note }
    if (await held.send(input, isArchived ? `${key} is back` : `${key} archived`)) close()
  }
  const places = detail.environments.map(({ name }) => name).join(', ')
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={isArchived ? `Bring ${key} back?` : `Archive ${key}?`}
      body={
        isArchived ? (
          <p>It is served again in {places}, with the rules it had.</p>
        ) : (
          <>
            <p>
              It is served nowhere any more; code that still asks gets its own fallback. History stays, and it can come
              back.
            </p>
            {detail.perMinute > 0 && (
              <p>
                △ Archiving now would serve the code’s fallback to {detail.perMinute} calls/min
                {removedOn ? `, though it was declared removed on ${removedOn}` : ''}.
              </p>
            )}
          </>
        )
      }
      confirm={held.label(isArchived ? 'Bring back' : 'Archive')}
      cancel="Keep as is"
      look={isArchived ? 'primary' : 'danger'}
      pending={held.isPending}
      onConfirm={() => void save()}
    >
      <Field label="Why" optional>
        {(described) => (
          <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      {held.hint && <p className="text-body">{held.hint}</p>}
      <Answer sent={held.sent} />
    </ConfirmAction>
  )
}
