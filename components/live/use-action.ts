'use client'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Outcome, type Refusal } from '@/lib/kernel/result'

export type Action<T, I extends object = object> = (input: I & { idempotencyKey: string }) => Promise<Outcome<T>>

/** What is known while and after a decision was sent. `checking`: sent, no answer yet, asked again by the same key. */
export type ActionPhase = 'idle' | 'sending' | 'checking' | 'done'

const ANSWER_WITHIN_MS = 8000
const TRIES = 3

/**
 * Sends a decision. Adds the idempotency key, so that asking again after a lost answer tells what became of it and does
 * nothing twice; reads `queryKey` again after any answer.
 */
export function useAction<T, I extends object>(action: Action<T, I>, queryKey: QueryKey) {
  const client = useQueryClient()
  const [phase, setPhase] = useState<ActionPhase>('idle')
  const last = useRef<{ input: I; key: string } | null>(null)

  const mutation = useMutation<Outcome<T>, Error, { input: I; key: string }>({
    retry: false,
    mutationFn: async ({ input, key }) => {
      setPhase('sending')
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await within(ANSWER_WITHIN_MS, action({ ...input, idempotencyKey: key }))
        } catch (fault) {
          // A fault with an id is the server's own answer; anything else leaves open whether it was saved.
          if (attempt === TRIES || faultId(fault) !== null) throw fault
          setPhase('checking')
        }
      }
    },
    onSuccess: (outcome) => {
      setPhase(outcome.ok ? 'done' : 'idle')
      void client.invalidateQueries({ queryKey })
    },
    onError: () => setPhase('idle'),
  })

  const refusal: Refusal | null = mutation.data && !mutation.data.ok ? mutation.data : null
  return {
    phase,
    isPending: mutation.isPending,
    refusal,
    fault: mutation.error ? { id: faultId(mutation.error) } : null,
    /** Sends with a new key. Resolves to the outcome, or null on a fault. */
    send: async (input: I): Promise<Outcome<T> | null> => {
      last.current = { input, key: crypto.randomUUID() }
      return mutation.mutateAsync(last.current).catch(() => null) // kept in `fault`
    },
    /** The same decision with the same key. */
    retry: () => {
      if (last.current) mutation.mutate(last.current)
    },
    reset: () => {
      mutation.reset()
      setPhase('idle')
    },
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Next hides a server's message and gives a digest: the fault id that is in the log. */
function faultId(fault: unknown): string | null {
  return fault instanceof Error && 'digest' in fault && typeof fault.digest === 'string' ? fault.digest : null
}
