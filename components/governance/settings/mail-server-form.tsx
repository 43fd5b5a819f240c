'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { RowAction } from './row-action'
import { SaveBar } from './save-bar'
import { useDraft } from './use-draft'
import { errorAt, type Save, useSave } from './use-save'

type Props = {
  sender: string | null
  isSet: boolean
  why: string | null
  actions: { edit: Save; remove: Save; test: Save<{ to: string }> }
}

/** The workspace's own mail server. The address that is there is never shown: it holds a password. */
export function MailServerForm({ sender, isSet, why, actions }: Props) {
  const { draft, set, dirty, discard } = useDraft({ url: '', sender: sender ?? '' })
  const { send, pending, refusal, forget } = useSave(actions.edit)
  const save = () =>
    send({ sender: draft.sender, ...(draft.url === '' ? {} : { url: draft.url }) }, () => set({ url: '' }))
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Mail server"
          optional={isSet}
          hint={
            isSet
              ? 'Left empty, the one that is set stays.'
              : 'smtp://user:password@host:587, or smtps:// for port 465.'
          }
          error={errorAt(refusal, 'url')}
        >
          {(described) => (
            <Input
              {...described}
              type="password"
              autoComplete="off"
              value={draft.url}
              onChange={(event) => set({ url: event.target.value })}
            />
          )}
        </Field>
        <Field label="Mails come from" hint="Soundings <soundings@example.com>" error={errorAt(refusal, 'sender')}>
          {(described) => (
            <Input {...described} value={draft.sender} onChange={(event) => set({ sender: event.target.value })} />
          )}
        </Field>
      </div>
      {isSet && (
        <div className="flex flex-wrap gap-2">
          <RowAction
            label="Remove the mail server…"
            name="Remove the mail server…"
            look="quiet"
            action={actions.remove}
            input={{}}
            said="The mail server was removed"
            why={why}
            ask={{
              title: 'Remove the mail server?',
              body: 'Mails wait from now on, and go out when a server is set again.',
              confirm: 'Remove',
              cancel: 'Keep it',
            }}
          />
        </div>
      )}
      <SaveBar
        dirty={dirty}
        pending={pending}
        refusal={refusal}
        why={why}
        onSave={save}
        onDiscard={() => {
          discard()
          forget()
        }}
      />
    </div>
  )
}

/** Sends a mail to whoever presses it. */
export function SendTest({ test, why }: { test: Save<{ to: string }>; why: string | null }) {
  const [to, setTo] = useState<string | null>(null)
  const { send, pending, refusal } = useSave(test, 'The test mail is queued')
  return (
    <div className="flex flex-col items-start gap-3">
      <Button pending={pending} disabledReason={why} onClick={() => send({}, (value) => setTo(value.to))}>
        Send test
      </Button>
      {to && !refusal && (
        <Banner tone="good">A test mail to {to} is on its way; what becomes of it stands below.</Banner>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
    </div>
  )
}
