'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { type Outcome } from '@/lib/kernel/result'
import { rolloutKeys } from '@/lib/rollouts/client/queries'
import { type RolloutView, type Verb, type VerbInput } from '@/lib/rollouts/core/schema'
import { losesSomething } from './loses-something'

/** One server action per verb, bound by the page. */
export type RolloutActions = Record<Verb, (input: unknown) => Promise<Outcome<RolloutView>>>

type More = Partial<Omit<VerbInput, 'rolloutId' | 'expectedVersion'>>
type Sent = VerbInput & { verb: Verb }

/** Look at the state alone and take no version: a stale tab must never keep a harmful release alive. */
const PROTECTIVE: ReadonlySet<Verb> = new Set(['pause', 'stop', 'roll-back'])

/**
 * The one way to a verb for button and key: asks where it must ask, says why it can't, sends, and keeps the answer. A
 * dialog holds the view it was opened on, so that the decision names the version and evidence that were seen.
 */
export function useVerbs(rollout: RolloutView, actions: RolloutActions) {
  const announce = useAnnounce()
  const client = useQueryClient()
  const [asking, setAsking] = useState<{ verb: Verb; seen: RolloutView } | null>(null)
  const [last, setLast] = useState<Verb | null>(null)
  const dispatch: Action<RolloutView, Sent> = ({ verb, ...input }) => actions[verb](input)
  const sent = useAction(dispatch, rolloutKeys.detail(rollout.id))

  const send = async (verb: Verb, seen: RolloutView, more: More = {}): Promise<boolean> => {
    setLast(verb)
    const version = PROTECTIVE.has(verb) ? {} : { expectedVersion: seen.version }
    const outcome = await sent.send({ verb, rolloutId: seen.id, ...version, ...more })
    if (outcome?.ok) {
      // The server's own answer is the page until the next read.
      client.setQueryData(rolloutKeys.view(seen.id), outcome.value)
      announce('assertive', `${outcome.value.stateSentence}.`)
    }
    return outcome?.ok ?? false
  }

  const press = (verb: Verb, askFirst = false) => {
    const view = rollout.verbs.find((each) => each.verb === verb)
    if (!view?.enabled) {
      if (view?.reason) announce('polite', view.reason)
      return
    }
    if (sent.isPending) return
    sent.reset()
    if (view.confirm || askFirst || losesSomething(verb, rollout)) setAsking({ verb, seen: rollout })
    else void send(verb, rollout)
  }

  return {
    asking,
    /** Opens the dialog, or acts at once; a verb that can't be used now says why. */
    press: (verb: Verb) => press(verb),
    /** The same from the palette, which asks before exposure stops: the wrong object is one keystroke away there. */
    pressInPalette: (verb: Verb) => press(verb, verb === 'stop'),
    /** Sends what the open dialog asked for; it closes on yes and shows the no otherwise. */
    confirm: async (more: More) => {
      if (!asking) return
      if (await send(asking.verb, asking.seen, more)) setAsking(null)
    },
    close: () => {
      setAsking(null)
      sent.reset()
    },
    lookAgain: () => {
      sent.reset()
      setAsking(null)
    },
    retry: sent.retry,
    pending: sent.isPending ? last : null,
    phase: sent.phase,
    last,
    refusal: sent.refusal,
    fault: sent.fault,
  }
}

export type Verbs = ReturnType<typeof useVerbs>
