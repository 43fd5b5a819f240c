'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Dialog } from '@/components/ui/dialog'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type MemberView } from '@/lib/governance/core/schema'
import { MemberFields } from './member-fields'
import { SecretShown } from './secret-shown'
import { useDraft } from './use-draft'
import { type Save, useSave } from './use-save'
import { DISCIPLINE_WORDS, ROLE_WORDS } from './words'

export type MemberActions = { edit: Save; remove: Save; resetLink: Save<{ url: string | null }> }
type Props = { member: MemberView; isSelf: boolean; why: string | null; actions: MemberActions }

/** One member: who, as what, and what may be changed about it. */
export function MemberRow({ member, isSelf, why, actions }: Props) {
  const [open, show] = useState<'edit' | 'remove' | null>(null)
  const close = () => show(null)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-body font-medium">
          {member.name}
          {isSelf && <span className="font-normal text-text-3"> (you)</span>}
        </p>
        <p className="truncate text-dense text-text-2">{member.email}</p>
      </div>
      <p className="flex flex-wrap items-center gap-1.5">
        <Badge className="text-text">{ROLE_WORDS[member.role]}</Badge>
        {member.disciplines.map((one) => (
          <Badge key={one}>{DISCIPLINE_WORDS[one]}</Badge>
        ))}
      </p>
      <span className="flex gap-2">
        <Button size="small" disabledReason={why} aria-label={`Edit ${member.name}`} onClick={() => show('edit')}>
          Edit
        </Button>
        <Button
          size="small"
          look="quiet"
          disabledReason={why}
          aria-label={`Remove ${member.name}`}
          onClick={() => show('remove')}
        >
          Remove…
        </Button>
      </span>
      {open === 'edit' && <EditMember member={member} actions={actions} onClose={close} />}
      {open === 'remove' && <RemoveMember member={member} remove={actions.remove} onClose={close} />}
    </li>
  )
}

type EditProps = { member: MemberView; actions: MemberActions; onClose: () => void }

function EditMember({ member, actions, onClose }: EditProps) {
  const { role, disciplines, version } = member
  const { draft, set } = useDraft({ role, disciplines })
  const { send, pending, refusal } = useSave(actions.edit)
  const link = useSave(actions.resetLink, 'Link made')
  const [url, setUrl] = useState<string | null>(null)
  const save = () => send({ userId: member.id, ...draft, expectedVersion: version }, onClose)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={member.name}
      description="A new role takes hold with their next request; they stay signed in."
    >
      <form
        className="flex flex-col gap-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <MemberFields role={draft.role} disciplines={draft.disciplines} onChange={set} />
        {refusal && <RefusalNote refusal={refusal} />}
        <Button look="primary" type="submit" pending={pending} pendingLabel="Saving…">
          Save
        </Button>
        <hr className="border-line" />
        {url ? (
          <SecretShown text={url} what="link">
            The link lets them choose a new password. It works once, within an hour, and is shown this once.
          </SecretShown>
        ) : (
          <Button pending={link.pending} onClick={() => link.send({ userId: member.id }, (value) => setUrl(value.url))}>
            Make a link for a new password
          </Button>
        )}
        {link.refusal && <RefusalNote refusal={link.refusal} />}
      </form>
    </Dialog>
  )
}

type RemoveProps = { member: MemberView; remove: Save; onClose: () => void }

function RemoveMember({ member, remove, onClose }: RemoveProps) {
  const { send, pending, refusal } = useSave(remove, `${member.name} was removed`)
  return (
    <ConfirmAction
      open
      onOpenChange={onClose}
      look="danger"
      title={`Remove ${member.name} from the workspace?`}
      body="They are signed out everywhere at once, and their keys stop. What they decided stays in the audit."
      confirm="Remove"
      cancel="Keep them"
      pending={pending}
      onConfirm={() => send({ userId: member.id }, onClose)}
    >
      {refusal && <RefusalNote refusal={refusal} />}
    </ConfirmAction>
  )
}
