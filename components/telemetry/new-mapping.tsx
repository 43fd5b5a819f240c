'use client'
import { useState } from 'react'
import { errorAt, type Save, useSave } from '@/components/governance/settings/use-save'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'

export type Named = { id: string; name: string }
type Props = { environments: readonly Named[]; map: Save; why: string | null }
type Kind = 'environment' | 'repository'

/** Maps a name before the first deployment comes with it. */
export function NewMapping({ environments, map, why }: Props) {
  const [kind, setKind] = useState<Kind>('environment')
  const [told, setTold] = useState('')
  const [environmentId, setEnvironmentId] = useState(environments.at(-1)?.id ?? '')
  const [service, setService] = useState('')
  const { send, pending, refusal } = useSave(map, 'Name mapped')
  const save = () =>
    send(kind === 'environment' ? { kind, told, environmentId } : { kind, told, service }, () => {
      setTold('')
      setService('')
    })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="flex flex-wrap items-start gap-4">
        <Field label="A name of">
          {(described) => (
            <Select
              {...described}
              value={kind}
              onChange={(event) => setKind(event.target.value === 'repository' ? 'repository' : 'environment')}
            >
              <option value="environment">an environment</option>
              <option value="repository">a repository</option>
            </Select>
          )}
        </Field>
        <Field
          label="At the provider"
          hint={
            kind === 'environment'
              ? 'Such as live, or workflow:Deploy for the runs of a workflow.'
              : 'With its owner, such as shop/payments.'
          }
          error={errorAt(refusal, 'told')}
        >
          {(described) => (
            <Input
              {...described}
              value={told}
              maxLength={200}
              required
              onChange={(event) => setTold(event.target.value)}
            />
          )}
        </Field>
        {kind === 'environment' ? (
          <Field label="Is here" error={errorAt(refusal, 'environmentId')}>
            {(described) => (
              <Select {...described} value={environmentId} onChange={(event) => setEnvironmentId(event.target.value)}>
                {environments.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : (
          <Field label="Is the service" hint="Such as payments-api." error={errorAt(refusal, 'service')}>
            {(described) => (
              <Input
                {...described}
                value={service}
                maxLength={100}
                required
                onChange={(event) => setService(event.target.value)}
              />
            )}
          </Field>
        )}
      </div>
      {refusal && !['told', 'environmentId', 'service'].includes(refusal.field ?? '') && (
        <RefusalNote refusal={refusal} />
      )}
      <Button type="submit" className="self-start" pending={pending} disabledReason={why}>
        Map the name
      </Button>
    </form>
  )
}
