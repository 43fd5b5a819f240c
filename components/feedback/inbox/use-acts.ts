'use client'
import { useState } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
import { type BulkAnswer, type FeedbackRow, type ReplyInput, type TriageAct } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Outcome } from '@/lib/kernel/result'
import { type PersonActions } from '../item/person-actions'
import { type TellPresence } from '../item/use-presence'
import { actSaid } from './act-effects'

/** What the page lends the screen: server actions. */
export type FeedbackActions = {
  bulk: (input: unknown) => Promise<Outcome<BulkAnswer>>
  undo: (input: unknown) => Promise<Outcome<BulkAnswer>>
  reply: (input: unknown) => Promise<Outcome<unknown>>
  presence: TellPresence
} & PersonActions

/** The bar at the bottom: what was done, whether it can be taken back, what came back. */
export type Told = { text: string; undo: string | null; bad: boolean }

/** Sends acts one after the other and remembers them for `z`. The caller has moved the rows already. */
export function useActs(actions: FeedbackActions, onFailed: () => void) {
  const announce = useAnnounce()
  const [told, tell] = useState<Told | null>(null)
  const [done, setDone] = useState<readonly { actId: string; said: string }[]>([])

  const say = (next: Told) => {
    tell(next)
    announce('polite', next.text)
  }
  const failed = (text: string) => {
    say({ text, undo: null, bad: true })
    onFailed()
  }
  const send = async (act: TriageAct, rows: readonly Pick<FeedbackRow, 'id' | 'name'>[]): Promise<boolean> => {
    const said = actSaid(act, rows)
    tell({ text: said, undo: null, bad: false })
    const ids = rows.map(({ id }) => id)
    const outcome = await answerOf(() => actions.bulk({ ids, act, idempotencyKey: crypto.randomUUID() }))
    if (outcome === null) {
      failed(`${plural(rows.length, 'item', 'items')} came back: not saved. Soundings couldn’t be reached.`)
      return false
    }
    if (!outcome.ok) {
      failed(`${outcome.message} Nothing changed.`)
      return false
    }
    const { actId, outcomes } = outcome.value
    const refused = outcomes.filter(({ ok }) => !ok)
    if (refused.length > 0) {
      const reasons = [...new Set(refused.map(({ message }) => message ?? 'refused'))].join(' ')
      failed(`${plural(refused.length, 'item', 'items')} came back: ${reasons}`)
      return refused.length < outcomes.length
    }
    setDone((before) => [...before.slice(-19), { actId, said }])
    say({ text: said, undo: actId, bad: false })
    return true
  }
  const undo = async (): Promise<void> => {
    const last = done.at(-1)
    if (!last) {
      announce('polite', 'Nothing of yours to undo here')
      return
    }
    setDone((before) => before.slice(0, -1))
    const outcome = await answerOf(() => actions.undo({ actId: last.actId, idempotencyKey: crypto.randomUUID() }))
    if (outcome?.ok) say({ text: `Undone. ${last.said}`, undo: null, bad: false })
    else failed(outcome ? outcome.message : 'Not undone: Soundings couldn’t be reached.')
    onFailed()
  }
  const reply = async (input: ReplyInput): Promise<string | null> => {
    const outcome = await answerOf(() => actions.reply({ ...input, idempotencyKey: crypto.randomUUID() }))
    if (outcome?.ok) {
      say({ text: 'Reply on its way', undo: null, bad: false })
      return null
    }
    return outcome
      ? [outcome.message, outcome.remedy].filter(Boolean).join(' ')
      : 'Not sent: Soundings couldn’t be reached. Your words are still here.'
  }
  return { told, send, undo, reply, dismiss: () => tell(null) }
}

/** Null: no answer, so nobody knows; the list is read again. */
const answerOf = async <T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T> | null> => {
  try {
    return await ask()
  } catch {
    return null
  }
}
