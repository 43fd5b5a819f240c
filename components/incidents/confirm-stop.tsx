'use client'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { type CauseView } from '@/lib/incidents/core/schema'

type Props = { cause: CauseView; pending: boolean; onStop: () => void; close: () => void }

/** Asked only where stopping loses something: what is lost is said before. */
export const ConfirmStop = ({ cause, pending, onStop, close }: Props) => (
  <ConfirmAction
    open
    onOpenChange={(open) => {
      if (!open) close()
    }}
    title={`Stop exposure of ${cause.flag} in ${cause.environmentName}?`}
    body={
      <>
        <p>This can’t be safely undone. {cause.stop.lost}</p>
        <p>{cause.consequence}</p>
      </>
    }
    confirm="Stop exposure"
    cancel="Keep as is"
    look="danger"
    pending={pending}
    onConfirm={onStop}
  />
)
