'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Input, Select } from '@/components/ui/field'
import { type Duration, hours, plus } from '@/lib/kernel/moments'
import { type AskedProps, dialogProps, NoteField, useNote } from './asked'
import { ConfirmApproval } from './confirm-approval'
import { DecisionAnswer } from './decision-answer'
import { type Verbs } from './use-verbs'
import { verbDialog } from './verb-dialogs'

/** The dialog of the verb that is being asked, if one is. */
export function ConfirmVerb({ verbs }: { verbs: Verbs }) {
  const { asking } = verbs
  if (!asking) return null
  const Asked = asking.verb === 'approve' ? ConfirmApproval : asking.verb === 'accept-risk' ? ConfirmRisk : ConfirmPlain
  return <Asked key={asking.verb} verb={asking.verb} seen={asking.seen} verbs={verbs} />
}

function ConfirmPlain({ verb, seen, verbs }: AskedProps) {
  const ask = verbDialog(verb, seen)
  const note = useNote(ask.note === 'required')
  const [typed, setTyped] = useState('')
  return (
    <ConfirmAction
      {...dialogProps(ask, verbs)}
      disabledReason={ask.typed !== null && typed.trim() !== ask.typed ? `Type ${ask.typed} first.` : null}
      onConfirm={() => {
        if (note.isFit()) void verbs.confirm(note.input)
      }}
    >
      {ask.typed !== null && (
        <Field label={`Type ${ask.typed} to continue`}>
          {(described) => (
            <Input
              {...described}
              value={typed}
              maxLength={100}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      )}
      {verb !== 'roll-back' && <NoteField label={ask.noteLabel} required={ask.note === 'required'} note={note} />}
      <DecisionAnswer rollout={seen} verbs={verbs} />
    </ConfirmAction>
  )
}

const UNTIL: readonly (readonly [string, Duration])[] = [
  ['4 hours', hours(4)],
  ['1 day', hours(24)],
  ['3 days', hours(72)],
  ['7 days', hours(168)],
]

/** Which gate, until when, and why: an accepted risk always ends. */
function ConfirmRisk({ verb, seen, verbs }: AskedProps) {
  const ask = verbDialog(verb, seen)
  const open = seen.gates.filter(
    (gate) => (gate.state === 'failing' || gate.state === 'blind') && gate.kind !== 'approvals',
  )
  const [what, setWhat] = useState<string | undefined>(open[0]?.kind)
  const [length, setLength] = useState<Duration>(hours(24))
  const note = useNote(true)
  return (
    <ConfirmAction
      {...dialogProps(ask, verbs)}
      onConfirm={() => {
        if (note.isFit())
          void verbs.confirm({ ...note.input, ...(what ? { what } : {}), until: plus(seen.now, length) })
      }}
    >
      <Field label="What is accepted">
        {(described) => (
          <Select {...described} value={what} onChange={(event) => setWhat(event.target.value)}>
            {open.map((gate) => (
              <option key={gate.kind} value={gate.kind}>
                {gate.label}: {gate.why}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="For how long">
        {(described) => (
          <Select
            {...described}
            value={length}
            onChange={(event) => setLength(UNTIL.find(([, value]) => value === event.target.value)?.[1] ?? hours(24))}
          >
            {UNTIL.map(([words, value]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <NoteField label="Reason" required note={note} />
      <DecisionAnswer rollout={seen} verbs={verbs} />
    </ConfirmAction>
  )
}
