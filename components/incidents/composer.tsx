'use client'
import { type RefObject, useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type IncidentActions, type IncidentVerbs } from './use-incident'
import { textOf, VerbForm } from './verb-form'

export type Mode = 'notes' | 'updates'
type Props = {
  incident: IncidentView
  verbs: IncidentVerbs
  actions: IncidentActions
  mode: Mode
  setMode: (mode: Mode) => void
  fieldRef: RefObject<HTMLTextAreaElement | null>
}

const WORDS = {
  notes: { label: 'What you see or did', send: 'Add note', said: 'Note added' },
  updates: { label: 'What the others should know', send: 'Post update', said: 'Update posted' },
} as const

/** A note for the timeline (T), or an update for everybody who works on it (U). */
export function Composer({ incident, verbs, actions, mode, setMode, fieldRef }: Props) {
  const [earlier, setEarlier] = useState(false)
  const words = WORDS[mode]
  const send = (form: FormData) => {
    const minutes = Number(textOf(form, 'minutesAgo'))
    const at =
      mode === 'notes' && minutes > 0 ? { at: new Date(Date.parse(incident.now) - minutes * 60_000).toISOString() } : {}
    void sendText({ body: textOf(form, 'body'), ...at })
  }
  const sendText = async (input: object) => {
    const done = await verbs.send(mode, input, words.said)
    if (done && fieldRef.current) fieldRef.current.value = ''
  }
  return (
    <Card title={mode === 'notes' ? 'Write a note' : 'Post an update'}>
      <VerbForm
        actions={actions}
        fields={{ word: mode, incidentId: incident.id, back: incident.name }}
        onSend={send}
        className="flex flex-col gap-3"
      >
        <SegmentedControl
          label="What to write"
          value={mode}
          options={[
            ['notes', 'Note'],
            ['updates', 'Update'],
          ]}
          onChange={setMode}
        />
        <Field
          label={words.label}
          hint={mode === 'updates' ? 'Goes to the timeline, and by mail to lead, owners and on-call.' : undefined}
        >
          {(described) => <Textarea {...described} ref={fieldRef} name="body" required maxLength={5000} />}
        </Field>
        {mode === 'notes' && earlier && (
          <Field label="Minutes ago" hint="The row is marked with the time you wrote it.">
            {(described) => (
              <Input {...described} name="minutesAgo" type="number" min={1} max={1440} className="w-28" />
            )}
          </Field>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabledReason={incident.may.respond.reason} pending={verbs.pending === mode}>
            {words.send}
          </Button>
          {mode === 'notes' && !earlier && (
            <Button look="quiet" onClick={() => setEarlier(true)}>
              It happened earlier…
            </Button>
          )}
        </div>
      </VerbForm>
    </Card>
  )
}
