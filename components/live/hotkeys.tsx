'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { keyInForce, keyName, Sequences } from './hotkey-rules'
import { keySettings, onKeySettings } from './key-settings'

/** One single key: what it does is also a visible control or a line in the list of keys. */
export type Hotkey = { key: string; label: string; run: () => void; dangerous?: boolean }
/** The places of the keyboard map; keys are moved place by place. */
export type Where = 'Anywhere' | 'List' | 'Rollout' | 'Flag' | 'Feedback' | 'Incident'

type Listed = { key: string; label: string; dangerous: boolean }
type Entry = { where: Where; keys: readonly Listed[]; run: (key: string) => void }

const registered = new Set<Entry>()
const listeners = new Set<() => void>()
const sequences = new Sequences()
let stopHearing = (): void => {}
let listed: readonly { key: string; label: string }[] = []
let route = { pathname: '', atMs: Number.NEGATIVE_INFINITY }

function settleOn(pathname: string): void {
  if (route.pathname !== pathname) route = { pathname, atMs: performance.now() }
}

const inForce = ({ where, keys }: Entry) =>
  keys.flatMap((each) => {
    const key = keyInForce(keySettings(), where, each)
    return key === null ? [] : [{ ...each, pressed: key }]
  })

function changed(): void {
  listed = [...registered].flatMap((entry) => inForce(entry).map(({ pressed, label }) => ({ key: pressed, label })))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Every key that works now, for the sheet behind `?`. */
export const useHotkeyList = (): readonly { key: string; label: string }[] =>
  useSyncExternalStore(
    subscribe,
    () => listed,
    () => listed,
  )

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const name = keyName({
    key: event.key,
    repeat: event.repeat,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    elsewhere: isElsewhere(event.target),
    sinceRouteChangeMs: performance.now() - route.atMs,
  })
  if (name === null) return
  // What was put on screen last answers first: the page before the frame around it.
  const entries = [...registered].toReversed().map((entry) => ({ run: entry.run, keys: inForce(entry) }))
  const all = entries.flatMap(({ keys }) => keys.map((each) => each.pressed))
  const whole = sequences.press(name, performance.now(), all)
  for (const { run, keys } of entries) {
    const hit = keys.find((each) => each.pressed === whole)
    if (!hit) continue
    event.preventDefault()
    run(hit.key)
    return
  }
}

function register(entry: Entry): () => void {
  if (registered.size === 0) {
    document.addEventListener('keydown', pressed)
    stopHearing = onKeySettings(changed)
  }
  registered.add(entry)
  changed()
  return () => {
    registered.delete(entry)
    if (registered.size === 0) {
      document.removeEventListener('keydown', pressed)
      stopHearing()
    }
    changed()
  }
}

/** Registers single keys while the component is on screen, by the rules of ux §1.5. */
export function useHotkeys(keys: readonly Hotkey[], where: Where = 'Anywhere'): void {
  const pathname = usePathname()
  useEffect(() => settleOn(pathname), [pathname])
  const run = useEffectEvent((key: string) => keys.find((each) => each.key === key)?.run())
  const names = JSON.stringify(keys.map(({ key, label, dangerous = false }) => ({ key, label, dangerous })))
  useEffect(() => {
    const entry: Listed[] = JSON.parse(names)
    return register({ where, keys: entry, run: (key) => run(key) })
  }, [names, where])
}

const FIELDS =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=""], [contenteditable=true]'
const LAYERS = 'dialog[open], [role=menu]:popover-open'

function isElsewhere(target: EventTarget | null): boolean {
  return (target instanceof Element && target.closest(FIELDS) !== null) || document.querySelector(LAYERS) !== null
}
