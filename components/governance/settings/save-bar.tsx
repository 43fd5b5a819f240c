'use client'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type Refusal } from '@/lib/kernel/result'

type Props = {
  dirty: boolean
  pending: boolean
  refusal: Refusal | null
  why: string | null
  onSave: () => void
  onDiscard: () => void
}

/** Appears when something was changed and is not saved yet. */
export function SaveBar({ dirty, pending, refusal, why, onSave, onDiscard }: Props) {
  if (!dirty && !refusal) return null
  return (
    <div className="sticky bottom-[calc(var(--tabs)+8px)] z-10 flex flex-col gap-3 rounded-card border border-line-strong bg-surface p-3 shadow-float">
      {refusal && <RefusalNote refusal={refusal} />}
      {dirty && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="mr-auto text-body font-medium">There are changes that are not saved.</p>
          <Button onClick={onDiscard}>Discard</Button>
          <Button look="primary" pending={pending} pendingLabel="Saving…" disabledReason={why} onClick={onSave}>
            Save
          </Button>
        </div>
      )}
    </div>
  )
}
