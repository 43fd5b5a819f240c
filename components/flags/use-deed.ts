'use client'
import { useRouter } from 'next/navigation'
import { useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { type Deed } from './shared-types'

const KEY = ['flags'] as const

/** Sends a deed of a flag's screens and reads the page again after a yes. */
export function useDeed<T>(deed: Deed<T>) {
  const router = useRouter()
  const announce = useAnnounce()
  const { send, ...rest } = useAction<T, object>(deed, KEY)
  return {
    ...rest,
    /** @param said what is announced when it was a yes */
    send: async (input: object, said: string): Promise<T | null> => {
      const outcome = await send(input)
      if (!outcome?.ok) return null
      announce('polite', said)
      router.refresh()
      return outcome.value
    },
  }
}

export type Sent = Pick<ReturnType<typeof useDeed>, 'phase' | 'fault' | 'refusal' | 'retry'>
