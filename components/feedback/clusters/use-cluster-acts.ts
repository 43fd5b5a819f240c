'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Action } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type BulkAnswer, type ClusterView } from '@/lib/feedback/core/schema'
import { type Outcome } from '@/lib/kernel/result'
import { type Told } from '../inbox/use-acts'
import { type MemberAct, memberSaid } from './cluster-words'

type Send = (input: unknown) => Promise<Outcome<BulkAnswer>>
/** What the page lends the screen: server actions. */
export type ClusterActions = {
  edit: Action<unknown>
  merge: Action<unknown>
  unmerge: (input: unknown) => Promise<Outcome<unknown>>
  split: Send
  pin: Send
  bulk: Send
  undo: Send
}

const LOST = 'Nothing changed: Soundings couldn’t be reached. Try again.'

/** What was done on this page, in words, and the way back for each of it, newest first. */
export function useClusterActs(cluster: Pick<ClusterView, 'id' | 'name'>, actions: ClusterActions) {
  const client = useQueryClient()
  const announce = useAnnounce()
  const [told, tell] = useState<Told | null>(null)
  const [back, setBack] = useState<readonly { said: string; take: () => Promise<Outcome<unknown> | null> }[]>([])
  const [pending, setPending] = useState(false)

  const say = (next: Told) => {
    tell(next)
    announce('polite', next.text)
    void client.invalidateQueries({ queryKey: feedbackKeys.all })
  }
  const undoBy = (actId: string) => () => answerOf(() => actions.undo({ actId, idempotencyKey: crypto.randomUUID() }))
  /** Something was done elsewhere on the page: `take` takes it back; null: nothing does. */
  const done = (said: string, take: (() => Promise<Outcome<unknown> | null>) | null) => {
    if (take) setBack((before) => [...before.slice(-19), { said, take }])
    say({ text: said, undo: take ? said : null, bad: false })
  }
  const send = async (act: MemberAct, itemIds: readonly string[], into: { id: string; name: string } | null = null) => {
    setPending(true)
    const idempotencyKey = crypto.randomUUID()
    const outcome = await answerOf(() => {
      if (act === 'move')
        return actions.bulk({ ids: itemIds, act: { verb: 'cluster', clusterId: into?.id ?? null }, idempotencyKey })
      const input = { clusterId: cluster.id, itemIds, idempotencyKey }
      return act === 'split' ? actions.split(input) : actions.pin({ ...input, kind: act })
    })
    setPending(false)
    if (!outcome?.ok) {
      const why = outcome ? `${[outcome.message, outcome.remedy].filter(Boolean).join(' ')} Nothing changed.` : LOST
      say({ text: why, undo: null, bad: true })
      return false
    }
    const refused = outcome.value.outcomes.filter(({ ok }) => !ok)
    const reasons = [...new Set(refused.map(({ message }) => message ?? 'refused'))].join(' ')
    const said = memberSaid(act, outcome.value.done, cluster.name, into?.name ?? null)
    done(refused.length > 0 ? `${said} ${refused.length} stayed: ${reasons}` : said, undoBy(outcome.value.actId))
    return true
  }
  const undo = async () => {
    const last = back.at(-1)
    if (!last) {
      announce('polite', 'Nothing of yours to undo here')
      return
    }
    setBack((before) => before.slice(0, -1))
    const outcome = await last.take()
    if (outcome?.ok) say({ text: `Undone. ${last.said}`, undo: null, bad: false })
    else say({ text: outcome ? outcome.message : LOST, undo: null, bad: true })
  }
  /** A cluster was brought in; `from` is the one that can be taken out again. */
  const merged = (said: string, from: string) =>
    done(said, () =>
      answerOf(() => actions.unmerge({ clusterId: cluster.id, from, idempotencyKey: crypto.randomUUID() })),
    )
  return { told, pending, send, done, merged, undo, dismiss: () => tell(null) }
}

/** Null: no answer, so nobody knows; all of it is read again. */
const answerOf = async <T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T> | null> => {
  try {
    return await ask()
  } catch {
    return null
  }
}
