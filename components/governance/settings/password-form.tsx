'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { errorAt, type Save, useSave } from './use-save'

/** The present password and a new one. */
export function PasswordForm({ change }: { change: Save<{ sessions: number }> }) {
  const [draft, setDraft] = useState({ current: '', next: '' })
  const [ended, setEnded] = useState<number | null>(null)
  const { send, pending, refusal } = useSave(change, 'Password changed')
  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setEnded(null)
        send(draft, ({ sessions }) => {
          setEnded(sessions)
          setDraft({ current: '', next: '' })
        })
      }}
    >
      <Field label="Present password" error={errorAt(refusal, 'current')}>
        {(described) => (
          <Input
            {...described}
            type="password"
            autoComplete="current-password"
            required
            value={draft.current}
            onChange={(event) => setDraft({ ...draft, current: event.target.value })}
          />
        )}
      </Field>
      <Field label="New password" hint="At least 12 characters." error={errorAt(refusal, 'next')}>
        {(described) => (
          <Input
            {...described}
            type="password"
            autoComplete="new-password"
            required
            value={draft.next}
            onChange={(event) => setDraft({ ...draft, next: event.target.value })}
          />
        )}
      </Field>
      {refusal && !['current', 'next'].includes(refusal.field ?? '') && <RefusalNote refusal={refusal} />}
      {ended !== null && (
        <Banner tone="good">
          Your password is changed.{' '}
          {ended === 0 ? 'You were signed in nowhere else.' : `Other browsers signed out: ${ended}.`}
        </Banner>
      )}
      <Button type="submit" pending={pending} pendingLabel="Saving…" className="self-start">
        Change the password
      </Button>
    </form>
  )
}
