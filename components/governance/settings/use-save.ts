'use client'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
import { type Outcome, type Refusal } from '@/lib/kernel/result'

export type Save<T = unknown> = (input: unknown) => Promise<Outcome<T>>

const unreachable: Refusal = {
  ok: false,
  code: 'fault',
  message: 'Soundings could not be reached, or broke on its side',
  remedy: 'Look whether it was saved, then try again',
}

/**
 * Sends a change of the settings and reads the page again after a yes. Keeps the refusal until the next try.
 * @param later the page is read again on `refresh`, because what is shown once would go with its row
 */
export function useSave<T>(action: Save<T>, said = 'Saved', later = false) {
  const router = useRouter()
  const announce = useAnnounce()
  const [pending, start] = useTransition()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const send = (input: object, then?: (value: T) => void) =>
    start(async () => {
      const outcome = await action({ ...input, idempotencyKey: crypto.randomUUID() }).catch(() => unreachable)
      setRefusal(outcome.ok ? null : outcome)
      if (!outcome.ok) return
      announce('polite', said)
      then?.(outcome.value)
      if (!later) router.refresh()
    })
  return { send, pending, refusal, forget: () => setRefusal(null), refresh: () => router.refresh() }
}

/** The sentence of a refusal that belongs to one field, else null. */
export const errorAt = (refusal: Refusal | null, field: string): string | null =>
  refusal?.field === field ? [refusal.message, refusal.remedy].filter(Boolean).join(' ') : null
