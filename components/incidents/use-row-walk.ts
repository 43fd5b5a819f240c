'use client'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/**
 * Arrow keys from row to row of a list, Home to the newest, End to the earliest that is read. Rows carry `data-index` and
 * hold a link, which takes the focus. @returns the row where focus is or was last: it stays in the page however far one
 * scrolls, so that focus is never lost
 * @param isLinked whether an address led to the first row, which then is focused
 */
export function useRowWalk(list: RefObject<HTMLOListElement | null>, count: number, isLinked: boolean): number {
  const [current, setCurrent] = useState(0)
  const wanted = useRef<number | null>(isLinked ? 0 : null)
  // After each render: a row far away comes into the page only with the one that has it as current.
  useEffect(() => {
    if (wanted.current === null) return
    const link = list.current?.querySelector<HTMLElement>(`:scope > [data-index="${wanted.current}"] a`)
    if (!link) return
    wanted.current = null
    link.focus({ preventScroll: true })
    link.closest('[data-index]')?.scrollIntoView({ block: 'nearest' })
  })
  const press = useEffectEvent((event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const isField = event.target instanceof Element && event.target.closest('input, textarea, select') !== null
    if (!step || isField || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    wanted.current = Math.min(count - 1, Math.max(0, step(current, count)))
    setCurrent(wanted.current)
  })
  useEffect(() => {
    const own = list.current
    const follow = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
      if (row) setCurrent(Number(row.dataset['index']))
    }
    const pressed = (event: KeyboardEvent) => press(event)
    own?.addEventListener('keydown', pressed)
    own?.addEventListener('focusin', follow)
    return () => {
      own?.removeEventListener('keydown', pressed)
      own?.removeEventListener('focusin', follow)
    }
  }, [list])
  return current
}
