'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type TeamView } from '@/lib/governance/core/people-schema'
import { instant } from '@/lib/kernel/moments'
import { type UserId } from '@/lib/kernel/id'
import { localInput } from './local-time'
import { errorAt, type Save, useSave } from './use-save'

export type MemberName = { id: UserId; name: string }
type Props = { team?: TeamView; members: readonly MemberName[]; why: string | null; create?: Save; edit?: Save }

const never: Save = () => Promise.reject(new Error('this button has no deed'))

/** Makes a team, or changes one. */
export function TeamButton({ team, members, why, create, edit }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        look={team ? 'secondary' : 'primary'}
        size={team ? 'small' : 'normal'}
        aria-label={team ? `Edit ${team.name}` : undefined}
        disabledReason={why}
        onClick={() => setOpen(true)}
      >
        {team ? 'Edit' : 'New team'}
      </Button>
      {open && (
        <TeamDialog team={team} members={members} action={edit ?? create ?? never} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

type DialogProps = { team: TeamView | undefined; members: readonly MemberName[]; action: Save; onClose: () => void }

function TeamDialog({ team, members, action, onClose }: DialogProps) {
  const [name, setName] = useState(team?.name ?? '')
  const [memberIds, setMemberIds] = useState<UserId[]>(team?.members.map(({ id }) => id) ?? [])
  const [onCallId, setOnCallId] = useState<string>(team?.onCall?.id ?? '')
  const [until, setUntil] = useState(team?.onCall?.until ? localInput(team.onCall.until) : '')
  const { send, pending, refusal } = useSave(action)
  const submit = () => {
    if (!team) return send({ key: keyOf(name), name, memberIds }, onClose)
    const end = until === '' ? null : instant(new Date(until).getTime())
    const onCall = onCallId === '' ? null : { userId: onCallId, until: end }
    return send({ teamId: team.id, name, memberIds, onCall, expectedVersion: team.version }, onClose)
  }
  const toggle = (id: UserId, isIn: boolean) =>
    setMemberIds(isIn ? [...memberIds, id] : memberIds.filter((other) => other !== id))
  return (
    <Dialog open onOpenChange={onClose} title={team ? team.name : 'New team'}>
      <form
        className="flex flex-col gap-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field label="Name" error={errorAt(refusal, 'name') ?? errorAt(refusal, 'key')}>
          {(described) => (
            <Input
              {...described}
              value={name}
              maxLength={100}
              required
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex max-h-60 flex-col gap-1 overflow-y-auto">
          <legend className="text-body font-medium">People</legend>
          {members.map((member) => (
            <label key={member.id} className="touchable flex items-center gap-2 text-body">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={memberIds.includes(member.id)}
                onChange={(event) => toggle(member.id, event.target.checked)}
              />
              {member.name}
            </label>
          ))}
        </fieldset>
        {team && (
          <>
            <Field label="On call">
              {(described) => (
                <Select {...described} value={onCallId} onChange={(event) => setOnCallId(event.target.value)}>
                  <option value="">Nobody</option>
                  {members.map((member) => (
                    <option key={member.id} value={member.id}>
                      {member.name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {onCallId !== '' && (
              <Field
                label="Until"
                optional
                hint="In your time zone. Without an end they are on call until somebody else is."
                error={errorAt(refusal, 'onCall.until')}
              >
                {(described) => (
                  <Input
                    {...described}
                    type="datetime-local"
                    value={until}
                    onChange={(event) => setUntil(event.target.value)}
                  />
                )}
              </Field>
            )}
          </>
        )}
        {refusal && !['name', 'key', 'onCall.until'].includes(refusal.field ?? '') && <RefusalNote refusal={refusal} />}
        <Button look="primary" type="submit" pending={pending} pendingLabel="Saving…">
          {team ? 'Save' : 'Make the team'}
        </Button>
      </form>
    </Dialog>
  )
}

/** A key from a name: letters and digits with dashes between. */
const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join('-')
    .slice(0, 50) ?? 'team'
