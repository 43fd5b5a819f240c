'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type CreatedKey } from '@/lib/governance/core/schema'
import { instant } from '@/lib/kernel/moments'
import { type Named } from './keys-screen'
import { SecretShown } from './secret-shown'
import { errorAt, type Save, useSave } from './use-save'
import { ROLE_WORDS, ROLES } from './words'

const SCOPES = [
  ['client', 'Client: flags and telemetry of one environment'],
  ['server', 'Server: also the whole flags document'],
  ['ci', 'CI: deployments and gates'],
  ['hook', 'Webhooks that come in'],
  ['admin', 'API: everything its person or role may'],
] as const
const EMPTY = { name: '', scope: 'client', environmentId: '', userId: '', role: 'viewer', until: '' }

type Props = {
  create: Save<CreatedKey>
  environments: readonly Named[]
  members: readonly Named[]
  why: string | null
}

/** Makes a key and shows it, once. */
export function CreateKeyButton({ create, environments, members, why }: Props) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(EMPTY)
  const [made, setMade] = useState<CreatedKey | null>(null)
  const { send, pending, refusal, forget } = useSave(create, 'Key made')
  const set = (change: Partial<typeof EMPTY>) => setDraft({ ...draft, ...change })
  const show = (next: boolean) => {
    setOpen(next)
    setMade(null)
    setDraft({ ...EMPTY, environmentId: environments.at(-1)?.id ?? '' })
    forget()
  }
  const { name, scope, environmentId, userId, role, until } = draft
  const ofEnvironment = scope === 'client' || scope === 'server'
  const submit = () =>
    send(
      {
        name,
        scope,
        ...(ofEnvironment ? { environmentId } : {}),
        ...(scope === 'admin' ? (userId === '' ? { role } : { userId }) : {}),
        ...(until === '' ? {} : { expiresAt: instant(new Date(`${until}T23:59:59`).getTime()) }),
      },
      setMade,
    )
  return (
    <>
      <Button look="primary" disabledReason={why} onClick={() => show(true)}>
        New key
      </Button>
      <Dialog open={open} onOpenChange={show} title={made ? 'The key is made' : 'New API key'}>
        {made ? (
          <div className="flex flex-col gap-4 pb-4">
            {made.key && (
              <SecretShown text={made.key} what="key">
                Copy it now: it is shown this once and kept nowhere.
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
            <Field label="Name" hint="Who uses it, such as Shop web." error={errorAt(refusal, 'name')}>
              {(described) => (
                <Input
                  {...described}
                  value={name}
                  maxLength={100}
                  required
                  onChange={(event) => set({ name: event.target.value })}
                />
              )}
            </Field>
            <Field label="For">
              {(described) => (
                <Select {...described} value={scope} onChange={(event) => set({ scope: event.target.value })}>
                  {SCOPES.map(([value, words]) => (
                    <option key={value} value={value}>
                      {words}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {ofEnvironment && (
              <Field label="Environment" error={errorAt(refusal, 'environmentId')}>
                {(described) => (
                  <Select
                    {...described}
                    value={environmentId}
                    onChange={(event) => set({ environmentId: event.target.value })}
                  >
                    {environments.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
            {scope === 'admin' && (
              <Field label="Acts as" hint="A service never approves: only people sign off.">
                {(described) => (
                  <Select {...described} value={userId} onChange={(event) => set({ userId: event.target.value })}>
                    <option value="">A service</option>
                    {members.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
            {scope === 'admin' && userId === '' && (
              <Field label="Role of the service">
                {(described) => (
                  <Select {...described} value={role} onChange={(event) => set({ role: event.target.value })}>
                    {ROLES.map((one) => (
                      <option key={one} value={one}>
                        {ROLE_WORDS[one]}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
            <Field label="Last day" optional error={errorAt(refusal, 'expiresAt')}>
              {(described) => (
                <Input
                  {...described}
                  type="date"
                  value={until}
                  onChange={(event) => set({ until: event.target.value })}
                />
              )}
            </Field>
            {refusal && !['name', 'environmentId', 'expiresAt'].includes(refusal.field ?? '') && (
              <RefusalNote refusal={refusal} />
            )}
            <Button look="primary" type="submit" pending={pending}>
              Make the key
            </Button>
          </form>
        )}
      </Dialog>
    </>
  )
}
