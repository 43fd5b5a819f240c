'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useLive } from '@/components/live/use-live'
import { useAnnounce } from '@/components/ui/announcer'
import { useZone } from '@/components/ui/zone'
import { rolloutEventsQuery, rolloutKeys, rolloutQuery, rolloutTopics } from '@/lib/rollouts/client/queries'
import { elapsedMs } from '@/lib/kernel/moments'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { verdictText } from '@/lib/rollouts/core/verdict-sentences'

const AT_MOST_EVERY_MS = 1000
const CONFIRMING_MS = 1000
const RECOVERING_MS = 5000
/** How long the page watches whether it got better. */
const RECOVERY_WATCHED_MS = 10 * 60_000

/** The rollout as it is now: read again whenever the stream says that it changed, at most once a second. */
export function useLiveRollout(initial: RolloutView) {
  const client = useQueryClient()
  const view = useQuery({
    ...rolloutQuery(initial.id),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data ? pollEveryMs(state.data) : false),
  })
  const events = useQuery(rolloutEventsQuery(initial.id))
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(soon.current), [])
  useLive(rolloutTopics.detail(initial.id), () => {
    if (soon.current !== undefined) return
    soon.current = setTimeout(() => {
      soon.current = undefined
      void client.invalidateQueries({ queryKey: rolloutKeys.detail(initial.id) })
    }, AT_MOST_EVERY_MS)
  })
  useAnnouncedVerdict(view.data)
  return { rollout: view.data, events: events.data ?? [], eventsFault: events.isError }
}

/** Clients confirm and failures stop without an event of their own: while they do, the page asks by itself. */
function pollEveryMs(rollout: RolloutView): number | false {
  if (isConfirming(rollout)) return CONFIRMING_MS
  const { recovery, propagation, now } = rollout
  return recovery && propagation && elapsedMs(propagation.at, now) < RECOVERY_WATCHED_MS ? RECOVERING_MS : false
}

const isConfirming = ({ state, propagation }: RolloutView): boolean =>
  (state === 'stopped' || state === 'rolling-back') && propagation !== null && !propagation.done

/** Says a changed verdict once, in the words of the page. */
function useAnnouncedVerdict(rollout: RolloutView): void {
  const announce = useAnnounce()
  const { timeZone } = useZone()
  const code = rollout.verdict?.code ?? null
  const known = useRef(code)
  const say = useEffectEvent(() => {
    const told = verdictText(rollout, timeZone)
    announce('assertive', `${told.word}. ${told.sentence}`)
  })
  useEffect(() => {
    if (known.current === code) return
    known.current = code
    say()
  }, [code])
}
