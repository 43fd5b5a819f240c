'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { nextAnnouncement, type Queue } from './announcement'

type Announce = (how: 'polite' | 'assertive', text: string) => void
const AnnounceContext = createContext<Announce>(() => {})

/** The two live regions of a page. Wording is the visible sentence; charts never announce on refresh. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const { text: polite, say: sayPolitely } = useRegion()
  const { text: assertive, say: assert } = useRegion()
  const announce = useCallback<Announce>(
    (how, text) => (how === 'polite' ? sayPolitely(text) : assert(text)),
    [sayPolitely, assert],
  )
  return (
    <AnnounceContext value={announce}>
      {children}
      <output aria-live="polite" className="sr-only" data-region="polite">
        {polite}
      </output>
      <div role="alert" aria-live="assertive" className="sr-only" data-region="assertive">
        {assertive}
      </div>
    </AnnounceContext>
  )
}

export const useAnnounce = (): Announce => useContext(AnnounceContext)

function useRegion(): { text: string; say: (text: string) => void } {
  const [text, setText] = useState('')
  const queue = useRef<Queue>({ waiting: null, last: '', lastAtMs: Number.NEGATIVE_INFINITY })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const say = useCallback((words: string) => {
    const flush = () => {
      const step = nextAnnouncement(queue.current, performance.now())
      queue.current = step.queue
      if (step.say !== null) setText(step.say)
      if (step.waitMs !== null) timer.current = setTimeout(flush, step.waitMs)
    }
    queue.current = { ...queue.current, waiting: words }
    clearTimeout(timer.current)
    flush()
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { text, say }
}
