'use client'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** What the page in front offers to the palette: verb and object in words, and why it can't be done now. */
export type PageCommand = {
  label: string
  detail?: string | undefined
  key?: string | undefined
  disabledReason?: string | null | undefined
  run: () => void
}
type Listed = Omit<PageCommand, 'run'>

const registered = new Map<object, readonly PageCommand[]>()
const listeners = new Set<() => void>()
let all: readonly PageCommand[] = []

function changed(): void {
  all = [...registered.values()].toReversed().flat()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The commands of what is on screen now, the page before the frame. */
export const usePageCommands = (): readonly PageCommand[] =>
  useSyncExternalStore(
    subscribe,
    () => all,
    () => all,
  )

/** Offers commands to the palette while the component is on screen. */
export function useCommands(commands: readonly PageCommand[]): void {
  const run = useEffectEvent((label: string) => commands.find((command) => command.label === label)?.run())
  const names = JSON.stringify(commands) // functions fall out
  useEffect(() => {
    const owner = {}
    const listed: Listed[] = JSON.parse(names)
    registered.set(
      owner,
      listed.map((command) => Object.assign(command, { run: () => run(command.label) })),
    )
    changed()
    return () => {
      registered.delete(owner)
      changed()
    }
  }, [names])
}
