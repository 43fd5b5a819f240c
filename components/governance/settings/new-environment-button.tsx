'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { errorAt, type Save, useSave } from './use-save'

/** A further environment; its key is part of the address that clients read, so it stays. */
export function NewEnvironmentButton({ create, why }: { create: Save; why: string | null }) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState({ name: '', key: '' })
  const { send, pending, refusal, forget } = useSave(create, 'Environment made')
  const show = (next: boolean) => {
    setOpen(next)
    setDraft({ name: '', key: '' })
    forget()
  }
  return (
    <>
      <Button look="primary" disabledReason={why} onClick={() => show(true)}>
        New environment
      </Button>
      <Dialog open={open} onOpenChange={show} title="New environment">
        <form
          className="flex flex-col gap-4 pb-4"
          onSubmit={(event) => {
            event.preventDefault()
            send(draft, () => show(false))
          }}
        >
          <Field label="Name" error={errorAt(refusal, 'name')}>
            {(described) => (
              <Input
                {...described}
                value={draft.name}
                maxLength={50}
                required
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Key"
            hint="Part of the address that clients read. It stays for good."
            error={errorAt(refusal, 'key')}
          >
            {(described) => (
              <Input
                {...described}
                value={draft.key}
                maxLength={40}
                required
                onChange={(event) => setDraft({ ...draft, key: event.target.value })}
              />
            )}
          </Field>
          {refusal && !['name', 'key'].includes(refusal.field ?? '') && <RefusalNote refusal={refusal} />}
          <Button look="primary" type="submit" pending={pending}>
            Make the environment
          </Button>
        </form>
      </Dialog>
    </>
  )
}
