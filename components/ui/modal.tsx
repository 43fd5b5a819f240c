'use client'
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import { cx } from './cx'

type Props = {
  title: string
  onClose: () => void
  /** An alert asks for an answer: a click beside it is none. */
  alert?: boolean
  /** Where focus starts; else at the first control. */
  focusFirst?: RefObject<HTMLElement | null>
  description?: ReactNode
  children: (title: ReactNode, description: ReactNode) => ReactNode
}

/**
 * The browser's own modal dialog: it keeps focus inside, gives it back, closes on Escape, and needs no script of its own
 * to be fetched when a release must be stopped. A sheet from the bottom on phones. Mounted means open.
 */
export function Modal({ title, onClose, alert = false, focusFirst, description, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  const close = useEffectEvent(onClose)
  const focus = useEffectEvent(() => focusFirst?.current?.focus())
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    focus()
    return () => dialog?.close() // before it leaves the page, so that focus goes back to where it was
  }, [])
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return undefined
    const cancel = (event: Event) => {
      event.preventDefault()
      close()
    }
    const press = (event: PointerEvent) => {
      if (!alert && event.target === dialog) close()
    }
    dialog.addEventListener('cancel', cancel)
    dialog.addEventListener('pointerdown', press)
    return () => {
      dialog.removeEventListener('cancel', cancel)
      dialog.removeEventListener('pointerdown', press)
    }
  }, [alert])
  return (
    <dialog
      ref={ref}
      role={alert ? 'alertdialog' : undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-body` : undefined}
      className={cx(
        'fixed m-0 mt-auto max-h-[92dvh] w-full max-w-none flex-col overflow-hidden bg-surface p-0 text-text shadow-float open:flex',
        'rounded-t-dialog border border-line backdrop:bg-scrim motion-safe:animate-fade',
        'sm:m-auto sm:w-[min(32rem,calc(100vw-48px))] sm:rounded-dialog',
      )}
    >
      {children(
        <h2 id={`${id}-title`} className="text-h2 font-bold">
          {title}
        </h2>,
        description && (
          <div id={`${id}-body`} className="flex flex-col gap-2 text-body text-text-2">
            {description}
          </div>
        ),
      )}
    </dialog>
  )
}

/** For what may scroll inside a dialog: keyboards can scroll it too. */
export const scrollable = {
  tabIndex: 0,
  className: 'min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 -outline-offset-2!',
}

/** Buttons of a dialog: stacked and full width on phones, the deciding one first. */
export const ModalFooter = ({ children }: { children: ReactNode }) => (
  <footer className="flex flex-col gap-2 px-6 pt-3 pb-[max(20px,env(safe-area-inset-bottom))] max-sm:[&>button]:h-12 sm:flex-row sm:flex-wrap">
    {children}
  </footer>
)
