'use client'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { useZone } from '@/components/ui/zone'
import { type MilestoneKind } from '@/lib/incidents/core/schema'
import { fullTime, zoneName } from '@/lib/kernel/format-time'
import { DialogForm, Frame } from './frame'
import { type DialogProps } from './incident-dialogs'
import { momentOf, wallOf } from './wall-time'

/** When something truly happened: put right by hand, with the old value in the history. */
export function MilestoneDialog({
  seen,
  incident,
  verbs,
  close,
  milestone,
}: DialogProps & { milestone: MilestoneKind }) {
  const { timeZone } = useZone()
  const known = seen.milestones.find(({ kind }) => kind === milestone)
  const [wall, setWall] = useState(() => wallOf(known?.at ?? seen.now, timeZone))
  const [reason, setReason] = useState('')
  const at = momentOf(wall, timeZone)
  const label = known?.label ?? 'Milestone'
  const send = () =>
    void verbs
      .send('milestone', { milestone, at, reason, expectedVersion: seen.version }, `${label}: set`)
      .then((done) => (done ? close() : undefined))
  return (
    <Frame
      title={`${label}: when?`}
      description={
        known?.at
          ? `Until now: ${fullTime(known.at, timeZone)}. It stays in the history.`
          : 'Not known until now. Milestones stay in the order in which they are listed.'
      }
      incident={incident}
      verbs={verbs}
      close={close}
    >
      <DialogForm
        send={`Set ${label.toLowerCase()}`}
        pending={verbs.pending !== null}
        disabledReason={at ? null : 'Say day and time first'}
        onSend={send}
        close={close}
      >
        <Field
          label="Day and time"
          hint={at ? `${zoneName(at, timeZone)}; ${fullTime(at, 'UTC')}` : 'In your time zone.'}
        >
          {(described) => (
            <Input
              {...described}
              type="datetime-local"
              step={1}
              value={wall}
              required
              onChange={(event) => setWall(event.target.value)}
            />
          )}
        </Field>
        <Field label="How you know" optional>
          {(described) => (
            <Input {...described} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </DialogForm>
    </Frame>
  )
}
