'use client'
import { FaultState } from '@/components/ui/fault-state'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type Sent } from './use-deed'

/** What became of what was sent, beside its button. Silent after a yes: the page shows that. */
export function Answer({ sent }: { sent: Sent }) {
  if (sent.phase === 'checking') {
    return <p className="text-dense text-text-2">We don’t know yet if this was saved. Checking…</p>
  }
  if (sent.fault) {
    return (
      <FaultState
        what="Nothing is known to have changed: Soundings couldn’t be reached."
        still="Flags are served as before. Asking again does nothing twice."
        id={sent.fault.id}
        onRetry={sent.retry}
      />
    )
  }
  return sent.refusal ? <RefusalNote refusal={sent.refusal} /> : null
}
