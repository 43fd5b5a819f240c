'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type CreatedInvitation } from '@/lib/governance/core/people-schema'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { MemberFields } from './member-fields'
import { SecretShown } from './secret-shown'
import { errorAt, type Save, useSave } from './use-save'

type Props = { invite: Save<CreatedInvitation>; why: string | null }
type Draft = { email: string; role: Role; disciplines: Discipline[] }
const EMPTY: Draft = { email: '', role: 'engineer', disciplines: [] }

/** Invites somebody: by mail when an address is named, and always by a link that is shown once. */
export function InviteButton({ invite, why }: Props) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(EMPTY)
  const [made, setMade] = useState<CreatedInvitation | null>(null)
  const { send, pending, refusal, forget } = useSave(invite, 'Invitation made')
  const show = (next: boolean) => {
    setOpen(next)
    setMade(null)
    setDraft(EMPTY)
    forget()
  }
  const { email, ...rest } = draft
  const submit = () => send({ ...rest, ...(email.trim() === '' ? {} : { email }) }, setMade)
  return (
    <>
      <Button look="primary" disabledReason={why} onClick={() => show(true)}>
        Invite
      </Button>
      <Dialog open={open} onOpenChange={show} title="Invite somebody">
        {made ? (
          <div className="flex flex-col gap-4 pb-4">
            <p className="text-body">{said(made)}</p>
            {made.url && (
              <SecretShown text={made.url} what="link">
                The link works once and is shown this once.
              </SecretShown>
            )}
            <Button onClick={() => show(false)}>Done</Button>
          </div>
        ) : (
          <form
            className="flex flex-col gap-4 pb-4"
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <Field
              label="E-mail"
              optional
              hint="Without one you get a link for whoever holds it."
              error={errorAt(refusal, 'email')}
            >
              {(described) => (
                <Input
                  {...described}
                  type="email"
                  value={email}
                  onChange={(event) => setDraft({ ...draft, email: event.target.value })}
                />
              )}
            </Field>
            <MemberFields
              role={draft.role}
              disciplines={draft.disciplines}
              onChange={(change) => setDraft({ ...draft, ...change })}
            />
            {refusal && refusal.field !== 'email' && <RefusalNote refusal={refusal} />}
            <Button look="primary" type="submit" pending={pending}>
              {email.trim() === '' ? 'Make a link' : 'Send the invitation'}
            </Button>
          </form>
        )}
      </Dialog>
    </>
  )
}

const said = ({ email, mail }: CreatedInvitation): string => {
  if (email === null) return 'Whoever opens this link first comes in.'
  return mail === 'queued'
    ? `A mail to ${email} is on its way.`
    : `Mail is not set up, so the mail to ${email} waits. Give them this link yourself.`
}
