'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type Save, useSave } from './use-save'

type Props = {
  label: string
  /** The whole name for those who hear it: `Revoke Shop clients`. */
  name: string
  action: Save
  input: object
  said: string
  why?: string | null
  look?: 'secondary' | 'quiet' | 'primary'
  /** Asks first. */
  ask?: { title: string; body: string; confirm: string; cancel: string }
}

/** One deed in a row of a list, asked once where it cannot be undone. */
export function RowAction({ label, name, action, input, said, why = null, look = 'secondary', ask }: Props) {
  const [asking, setAsking] = useState(false)
  const { send, pending, refusal, forget } = useSave<unknown>(action, said)
  const act = () => send(input, () => setAsking(false))
  const toggle = (open: boolean) => {
    setAsking(open)
    forget()
  }
  return (
    <>
      <Button
        size="small"
        look={look}
        aria-label={name}
        disabledReason={why}
        pending={pending && !ask}
        onClick={() => (ask ? toggle(true) : act())}
      >
        {label}
      </Button>
      {refusal && !asking && <RefusalNote refusal={refusal} />}
      {ask && asking && (
        <ConfirmAction open onOpenChange={toggle} look="danger" {...ask} pending={pending} onConfirm={act}>
          {refusal && <RefusalNote refusal={refusal} />}
        </ConfirmAction>
      )}
    </>
  )
}
