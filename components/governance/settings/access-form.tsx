'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type Role } from '@/lib/kernel/permissions'
import { type Save, useSave } from './use-save'
import { ROLE_WORDS, ROLES } from './words'

type Props = {
  role: Role
  /** The role that is proposed. */
  wanted?: Role
  request: Save
}

/** Asks the admins for a role. */
export function AccessForm({ role, wanted: proposed, request }: Props) {
  const others = ROLES.filter((one) => one !== role)
  const [wanted, setWanted] = useState<string>(proposed ?? others[0] ?? 'viewer')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const { send, pending, refusal } = useSave(request, 'The admins are asked')
  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        send({ role: wanted, note }, () => setAsked(true))
      }}
    >
      <Field label="Role">
        {(described) => (
          <Select {...described} value={wanted} onChange={(event) => setWanted(event.target.value)}>
            {others.map((one) => (
              <option key={one} value={one}>
                {ROLE_WORDS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="What for" optional>
        {(described) => (
          <Input {...described} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      {refusal && <RefusalNote refusal={refusal} />}
      {asked && !refusal && <Banner tone="good">The admins are asked. You hear by mail what they decide.</Banner>}
      <Button type="submit" pending={pending} className="self-start">
        Request access
      </Button>
    </form>
  )
}
