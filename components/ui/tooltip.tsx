'use client'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { placeBeside } from './place-beside'

const SHOW_MS = 300
const LEAVE_MS = 150

type Props = {
  /** Element it explains: shown by pointer, focus or press on it. */
  anchor: RefObject<HTMLElement | null>
  children: ReactNode
}

/** Words that float beside a control. Stays while the pointer is on it, goes on Escape; never the only carrier. */
export function Tooltip({ anchor, children }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [tip, control] = [ref.current, anchor.current]
    return tip && control ? follow(tip, control) : undefined
  }, [anchor])
  return (
    <div
      ref={ref}
      role="tooltip"
      popover="manual"
      className="fixed inset-auto m-0 w-max max-w-72 rounded-control border border-line bg-text px-3 py-2 text-dense text-canvas shadow-float"
    >
      {children}
    </div>
  )
}

function follow(tip: HTMLElement, control: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (ms: number, run: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  const show = () => {
    clearTimeout(timer)
    if (!tip.matches(':popover-open')) tip.showPopover()
    placeBeside(tip, control, 'above', 'middle')
  }
  const hide = () => {
    clearTimeout(timer)
    if (tip.matches(':popover-open')) tip.hidePopover()
  }
  const off = new AbortController()
  const on = (target: HTMLElement | Document, kind: string, run: (event: Event) => void) =>
    target.addEventListener(kind, run, { signal: off.signal })
  on(control, 'pointerenter', () => later(SHOW_MS, show))
  on(control, 'focus', show)
  on(control, 'click', show)
  on(control, 'blur', hide)
  for (const element of [control, tip]) on(element, 'pointerleave', () => later(LEAVE_MS, hide))
  on(tip, 'pointerenter', () => clearTimeout(timer))
  on(document, 'keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape') hide()
  })
  return () => {
    off.abort()
    clearTimeout(timer)
  }
}
