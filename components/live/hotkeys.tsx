'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import { singleKey } from './hotkey-rules'

/** One single key: what it does is also a visible control or a line in the list of keys. */
export type Hotkey = { key: string; label: string; run: () => void }

const PREFERENCE = 'soundings.single-keys'
type Listed = { key: string; label: string }
const registered = new Set<readonly Listed[]>()
const listeners = new Set<() => void>()
let listed: readonly Listed[] = []

function changed(): void {
  listed = [...registered].flat()
  for (const listener of listeners) listener()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Every key that works now, for the sheet behind `?`. */
export const useHotkeyList = (): readonly Listed[] =>
  useSyncExternalStore(
    subscribe,
    () => listed,
    () => listed,
  )

const keysOn = (): boolean => localStorage.getItem(PREFERENCE) !== 'off'

/** WCAG 2.1.4: single keys can be turned off in this browser. */
export function useSingleKeysOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, keysOn, () => true)
  return [on, setSingleKeys]
}

function setSingleKeys(on: boolean): void {
  localStorage.setItem(PREFERENCE, on ? 'on' : 'off')
  changed()
}

/** Registers single keys while the component is on screen, by the rules of ux §1.5. */
export function useHotkeys(keys: readonly Hotkey[]): void {
  const pathname = usePathname()
  const route = useRef({ pathname, atMs: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    route.current = { pathname, atMs: performance.now() }
  }, [pathname])

  const names = keys.map((hotkey) => `${hotkey.key}${hotkey.label}`).join('\n')
  useEffect(() => {
    const entry = names.split('\n').map((name) => ({ key: name.charAt(0), label: name.slice(1) }))
    registered.add(entry)
    changed()
    return () => {
      registered.delete(entry)
      changed()
    }
  }, [names])

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !keysOn()) return
    const key = singleKey({
      key: event.key,
      repeat: event.repeat,
      modified: event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== '?'),
      elsewhere: isElsewhere(event.target),
      sinceRouteChangeMs: performance.now() - route.current.atMs,
    })
    const hotkey = key === null ? undefined : keys.find((each) => each.key === key)
    if (!hotkey) return
    event.preventDefault()
    hotkey.run()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const FIELDS =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=""], [contenteditable=true]'
const LAYERS = 'dialog[open], [role=menu]:popover-open'

function isElsewhere(target: EventTarget | null): boolean {
  return (target instanceof Element && target.closest(FIELDS) !== null) || document.querySelector(LAYERS) !== null
}
