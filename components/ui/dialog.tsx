'use client'
import { X } from 'lucide-react'
import { type ReactNode } from 'react'
import { Modal, scrollable } from './modal'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
}

/** Something to read or fill in, over the page. */
export function Dialog({ open, onOpenChange, title, description, children }: Props) {
  if (!open) return null
  return (
    <Modal title={title} description={description} onClose={() => onOpenChange(false)}>
      {(heading, text) => (
        <>
          <header className="flex items-start gap-3 px-6 pt-5 pb-2">
            <div className="min-w-0 flex-1">
              {heading}
              {text}
            </div>
            <button
              type="button"
              aria-label="Close"
              onClick={() => onOpenChange(false)}
              className="touchable -mr-2 inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
            >
              <X aria-hidden="true" size={20} strokeWidth={1.75} />
            </button>
          </header>
          <div {...scrollable}>
            <div className="py-2">{children}</div>
          </div>
        </>
      )}
    </Modal>
  )
}
