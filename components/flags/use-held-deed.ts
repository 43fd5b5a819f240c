'use client'
import { type ChangeKind, type ChangeRequestView } from '@/lib/flags/core/change-request'
import { asksWords, frozenWords, type Hold } from '@/lib/flags/core/hold'
import { type Instant } from '@/lib/kernel/moments'
import { type Deed } from './shared-types'
import { type Sent, useDeed } from './use-deed'

export type HeldPlace = { name: string; hold: Hold }
type Asked<T> = {
  deed: Deed<T>
  kind: ChangeKind
  request: Deed<ChangeRequestView>
  /** Environments that would serve otherwise, as far as the screen knows. */
  places: readonly HeldPlace[]
  now: Instant
}

/** A deed that changes what is served: done at once, asked for where environments want approval, refused in a freeze. */
export function useHeldDeed<T>({ deed, kind, request, places, now }: Asked<T>) {
  const doing = useDeed(deed)
  const asking = useDeed(request)
  const frozen = places.find(({ hold }) => hold.frozen !== null)
  const approving = places.find(({ hold }) => hold.approvals > 0)
  // What the screen could not know, the server says.
  const isAsked = approving !== undefined || doing.refusal?.code === 'approval-needed'
  const sent: Sent & { isPending: boolean } = isAsked ? asking : doing
  return {
    sent,
    isPending: sent.isPending,
    /** Why it cannot be sent now; null: it can. */
    reason: frozen?.hold.frozen
      ? `${frozenWords(frozen.name, frozen.hold.frozen, now)}: ${frozen.hold.frozen.name}.`
      : null,
    /** What sending means here, where it is not done at once. */
    hint: isAsked
      ? `${approving ? asksWords(approving.name, approving.hold.approvals) : doing.refusal?.message}. Until then everything is served as now.`
      : null,
    label: (words: string) => (isAsked ? 'Request approval' : words),
    /** @param said what is announced when it was done at once */
    send: async (input: object, said: string): Promise<boolean> =>
      isAsked
        ? (await asking.send({ change: { kind, input } }, 'Approval requested')) !== null
        : (await doing.send(input, said)) !== null,
  }
}
