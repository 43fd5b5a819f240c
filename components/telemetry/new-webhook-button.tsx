'use client'
import { useState } from 'react'
import { SecretShown } from '@/components/governance/settings/secret-shown'
import { errorAt, type Save, useSave } from '@/components/governance/settings/use-save'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type DeploymentSourceMade } from '@/lib/telemetry/core/deployment-schema'
import { PROVIDERS } from './provider-words'

type Props = { create: Save<DeploymentSourceMade>; origin: string; why: string | null }

/** Sets up a webhook and shows its secret, once. */
export function NewWebhookButton({ create, origin, why }: Props) {
  const [open, setOpen] = useState(false)
  const [provider, setProvider] = useState<'github' | 'gitlab'>('github')
  const [name, setName] = useState('')
  const [made, setMade] = useState<DeploymentSourceMade | null>(null)
  const { send, pending, refusal, forget, refresh } = useSave(create, 'Webhook set up', true)
  const show = (next: boolean) => {
    setOpen(next)
    if (made) refresh()
    setMade(null)
    setName('')
    forget()
  }
  return (
    <>
      <Button look="primary" disabledReason={why} onClick={() => show(true)}>
        New webhook
      </Button>
      <Dialog open={open} onOpenChange={show} title={made ? 'The webhook is set up here' : 'New webhook'}>
        {made ? (
          <div className="flex flex-col gap-4 pb-4">
            <p className="text-body">
              {PROVIDERS[made.provider].where} {PROVIDERS[made.provider].events}
            </p>
            <SecretShown text={origin + made.webhookPath} what="address">
              Its address.
            </SecretShown>
            {made.secret && (
              <SecretShown text={made.secret} what="secret">
                {`${PROVIDERS[made.provider].secret}. Copy it now: it is shown this once.`}
              </SecretShown>
            )}
            <Button onClick={() => show(false)}>Done</Button>
          </div>
        ) : (
          <form
            className="flex flex-col gap-4 pb-4"
            onSubmit={(event) => {
              event.preventDefault()
              send({ provider, name }, setMade)
            }}
          >
            <Field label="From">
              {(described) => (
                <Select
                  {...described}
                  value={provider}
                  onChange={(event) => setProvider(event.target.value === 'gitlab' ? 'gitlab' : 'github')}
                >
                  <option value="github">GitHub</option>
                  <option value="gitlab">GitLab</option>
                </Select>
              )}
            </Field>
            <Field label="Name" hint="Which repositories, such as Shop." error={errorAt(refusal, 'name')}>
              {(described) => (
                <Input
                  {...described}
                  value={name}
                  maxLength={80}
                  required
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            {refusal && refusal.field !== 'name' && <RefusalNote refusal={refusal} />}
            <Button look="primary" type="submit" pending={pending}>
              Set up
            </Button>
          </form>
        )}
      </Dialog>
    </>
  )
}
