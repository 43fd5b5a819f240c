'use client'
import { type RefObject, useCallback, useState } from 'react'
import { type FeedbackRow } from '@/lib/feedback/core/schema'
import { nextAfter } from './act-effects'
import { type ListHandle } from './inbox-list'

/** Which row is current and which are selected; both survive rows that come and go. */
export function useCursor(rows: readonly FeedbackRow[], handle: RefObject<ListHandle | null>, start: string | null) {
  const [at, setAt] = useState<string | null>(start)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const current = rows.find(({ id, name }) => id === at || name === at) ?? rows[0]

  const focus = (id: string | null) => {
    setAt(id)
    const index = rows.findIndex((row) => row.id === id)
    if (index < 0) return
    handle.current?.reveal(index)
    // The row may only now be drawn.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`a[data-row="${CSS.escape(id ?? '')}"]`)?.focus())
  }
  const toggle = useCallback((id: string) => {
    setSelected((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  return {
    current,
    selected,
    focus,
    toggle,
    clear: () => setSelected(new Set()),
    step: (by: 1 | -1, extend: boolean) => {
      const index = rows.findIndex((row) => row.id === current?.id)
      if (extend && current) setSelected((before) => new Set(before).add(current.id))
      const next = rows[Math.min(rows.length - 1, Math.max(0, index + by))]
      if (!next) return
      if (extend) setSelected((before) => new Set(before).add(next.id))
      focus(next.id)
    },
    /** Rows that an act is about: the selected ones, else the current one. */
    chosen: (): FeedbackRow[] => {
      const many = rows.filter(({ id }) => selected.has(id))
      return many.length > 0 ? many : current ? [current] : []
    },
    /** Goes on to the next row that stays. */
    moveOn: (leaving: ReadonlySet<string>) => {
      setSelected(new Set())
      focus(
        nextAfter(
          rows.map(({ id }) => id),
          leaving,
          current?.id ?? null,
        ),
      )
    },
  }
}
