'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useLive } from '@/components/live/use-live'
import { feedbackTopics, presenceQuery, presentQuery } from '@/lib/feedback/client/queries'
import { type PresenceView } from '@/lib/feedback/core/schema'
import { type Outcome } from '@/lib/kernel/result'
import { presenceShort } from './presence-words'

export type TellPresence = (input: unknown) => Promise<Outcome<PresenceView>>
export type Presence = {
  people: PresenceView['people']
  /** Says that an answer is being written. */
  typing: () => void
}

/** Whoever only passes by with `j` is not told of. */
const STAYS_MS = 1000
const BEAT_MS = 12_000
const TYPING_MS = 5000
const TYPING_EACH_MS = 2000
const GONE_MS = 15_000

/** Who else has an item open, and that this viewer has. Advisory: what fails here is nobody's fault to see. */
export function usePresence(id: string | null, tell: TellPresence): Presence {
  const client = useQueryClient()
  const query = presenceQuery(id ?? '')
  const { data, refetch } = useQuery({
    ...query,
    // The answer to the first word is the first to be shown; whoever writes is looked for again until they stop.
    enabled: ({ state }) => state.data !== undefined,
    refetchInterval: ({ state }) => (state.data?.people.some(({ typing }) => typing) ? TYPING_MS : false),
  })
  const people = id === null ? [] : (data?.people ?? [])
  const typedAtMs = useRef(Number.NEGATIVE_INFINITY)
  const toldTypingAtMs = useRef(Number.NEGATIVE_INFINITY)
  const say = useEffectEvent(async (itemId: string, state: 'here' | 'typing' | 'left') => {
    try {
      const outcome = await tell({ itemId, state })
      if (outcome.ok && state !== 'left') client.setQueryData(presenceQuery(itemId).queryKey, outcome.value)
    } catch {
      // The next beat says it again.
    }
  })
  useEffect(() => {
    if (id === null) return undefined
    let stayed = false
    const beat = () => {
      if (document.visibilityState === 'hidden') return
      stayed = true
      void say(id, Date.now() - typedAtMs.current < TYPING_MS ? 'typing' : 'here')
    }
    const first = setTimeout(beat, STAYS_MS)
    const every = setInterval(beat, BEAT_MS)
    return () => {
      clearTimeout(first)
      clearInterval(every)
      if (stayed) void say(id, 'left')
    }
  }, [id])
  useLive(id === null ? [] : feedbackTopics.presence(id), () => {
    if (id !== null) void refetch() // everybody hears that something may have been missed, at an item or not
  })
  return {
    people,
    typing: () => {
      typedAtMs.current = Date.now()
      if (id === null || typedAtMs.current - toldTypingAtMs.current < TYPING_EACH_MS) return
      toldTypingAtMs.current = typedAtMs.current
      tell({ itemId: id, state: 'typing' }).catch(() => {}) // the next press says it again
    },
  }
}

/** Which items others have open, with who, for the dots on a list. */
export function usePresent(): ReadonlyMap<string, string> {
  const { data, refetch } = useQuery({
    ...presentQuery(),
    // Whoever goes away need not say so: while there is a dot it is looked whether it still stands.
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) > 0 ? GONE_MS : false),
  })
  useLive(feedbackTopics.present(), () => void refetch())
  return useMemo(() => new Map((data ?? []).map(({ itemId, people }) => [itemId, presenceShort(people)])), [data])
}
