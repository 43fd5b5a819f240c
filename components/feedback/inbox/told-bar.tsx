'use client'
import { X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { type Told } from './use-acts'

type Props = { told: Told | null; onUndo: () => void; onClose: () => void }

/** What was just done, and the way back. It stays until the next act: nobody has to hurry. */
export function ToldBar({ told, onUndo, onClose }: Props) {
  if (!told) return null
  return (
    <aside
      aria-label="What was done"
      className={cx(
        'fixed inset-x-4 bottom-[calc(var(--tabs)+12px)] z-50 mx-auto flex max-w-lg items-center gap-3 rounded-card border px-4 py-2 text-body shadow-float',
        told.bad ? 'border-bad bg-bad-soft' : 'border-line bg-surface',
      )}
    >
      <span className="min-w-0 flex-1">{told.text}</span>
      {told.undo && (
        <Button size="small" onClick={onUndo}>
          Undo
        </Button>
      )}
      <button
        type="button"
        aria-label="Close"
        onClick={onClose}
        className="touchable inline-flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
      >
        <X aria-hidden="true" size={16} strokeWidth={1.75} />
      </button>
    </aside>
  )
}
