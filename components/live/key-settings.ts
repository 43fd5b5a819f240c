'use client'
import { useSyncExternalStore } from 'react'
import { DEFAULT_KEYS, type KeySettings, readKeySettings } from './hotkey-rules'

const NAME = 'soundings.keys'
const listeners = new Set<() => void>()
let read: { text: string | null; settings: KeySettings } = { text: null, settings: DEFAULT_KEYS }

/** What is in force in this browser now. */
export function keySettings(): KeySettings {
  const text = localStorage.getItem(NAME)
  if (text !== read.text) read = { text, settings: readKeySettings(text) }
  return read.settings
}

function write(settings: KeySettings): void {
  localStorage.setItem(NAME, JSON.stringify(settings))
  for (const listener of listeners) listener()
}

/** Hears of every change of the settings, in this tab and others. */
export function onKeySettings(listener: () => void): () => void {
  return subscribe(listener)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener) // another tab may have changed them
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** WCAG 2.1.4: single keys can be turned off, remapped, and the dangerous ones disabled apart. */
export function useKeySettings(): [KeySettings, (settings: KeySettings) => void] {
  return [useSyncExternalStore(subscribe, keySettings, () => DEFAULT_KEYS), write]
}
