'use client'
import { useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { type Outcome } from '@/lib/kernel/result'
import { rolloutKeys } from '@/lib/rollouts/client/queries'
import { type ReviewView, type RolloutView } from '@/lib/rollouts/core/schema'

/** What may be done to a rollout beside its verbs. */
export type WordActions = {
  edit: (input: unknown) => Promise<Outcome<RolloutView>>
  comment: (input: unknown) => Promise<Outcome<unknown>>
  annotate: (input: unknown) => Promise<Outcome<unknown>>
  review: (input: unknown) => Promise<Outcome<ReviewView>>
}
/** The dialogs that are open at most one at a time. */
export type Saying = 'comment' | 'annotate' | 'stages'

/** Sends something about a rollout; what it shows is read again after any answer. */
export function useSay<T>(rollout: RolloutView, action: (input: unknown) => Promise<Outcome<T>>) {
  const dispatch: Action<T> = (input) => action(input)
  const sent = useAction(dispatch, rolloutKeys.detail(rollout.id))
  return {
    ...sent,
    send: async (input: object): Promise<boolean> =>
      (await sent.send({ rolloutId: rollout.id, ...input }))?.ok ?? false,
  }
}

/** Which dialog is open, and why it may not be opened. */
export function useSaying({ rights }: RolloutView, refuse: (why: string) => void) {
  const [saying, setSaying] = useState<Saying | null>(null)
  return {
    saying,
    open: (what: Saying) => {
      const why = what === 'stages' ? rights.edit : rights.comment
      if (why) refuse(why)
      else setSaying(what)
    },
    close: () => setSaying(null),
  }
}

export type SayingState = ReturnType<typeof useSaying>
