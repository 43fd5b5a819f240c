'use client'
import { type ReactNode } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { type CauseView } from '@/lib/incidents/core/schema'

type Props = { cause: CauseView; pending: boolean; onStop: () => void; close: () => void; children?: ReactNode }

/** Names flag, environment and people; where stopping loses something, what is lost comes first and Enter is no yes. */
export const ConfirmStop = ({ cause, pending, onStop, close, children }: Props) => (
  <ConfirmAction
    open
    onOpenChange={(open) => {
      if (!open) close()
    }}
    title={`Stop exposure of ${cause.flag} in ${cause.environmentName}?`}
    body={
      <>
        {cause.stop.confirm && <p>This can’t be safely undone. {cause.stop.lost}</p>}
        <p>{cause.consequence}</p>
      </>
    }
    confirm="Stop exposure"
    cancel="Keep as is"
    look="danger"
    focusOn={cause.stop.confirm ? 'cancel' : 'confirm'}
    pending={pending}
    onConfirm={onStop}
  >
    {children}
  </ConfirmAction>
)
