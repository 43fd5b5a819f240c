'use client'
import { useRef, useState } from 'react'
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

type Rows = readonly Pick<FeedbackRow, 'id' | 'name'>[]
type Sent = { said: string; answer: Promise<string | null> }
/** As many as `z` can take back. */
const KEPT = 20

/** Sends acts one after the other and remembers them for `z`. The caller has moved the rows already. */
export function useActs(actions: FeedbackActions, onFailed: () => void) {
  const announce = useAnnounce()
  const [told, tell] = useState<Told | null>(null)
  /** In the order of their keys, answered or not: `z` takes back the last one pressed, never the last one answered. */
  const sent = useRef<Sent[]>([])

  const say = (next: Told) => {
    tell(next)
    announce('polite', next.text)
  }
  const failed = (text: string) => {
    say({ text, undo: null, bad: true })
    onFailed()
  }
  /** @returns the act's id; null: it did not happen, or not on all of them */
  const answered = async (act: TriageAct, rows: Rows): Promise<string | null> => {
    const ids = rows.map(({ id }) => id)
    const outcome = await answerOf(() => actions.bulk({ ids, act, idempotencyKey: crypto.randomUUID() }))
    if (outcome === null) {
      failed(`${plural(rows.length, 'item', 'items')} came back: not saved. Soundings couldn’t be reached.`)
      return null
    }
    if (!outcome.ok) {
      failed(`${outcome.message} Nothing changed.`)
      return null
    }
    const { actId, outcomes } = outcome.value
    const refused = outcomes.filter(({ ok }) => !ok)
    if (refused.length === 0) return actId
    const reasons = [...new Set(refused.map(({ message }) => message ?? 'refused'))].join(' ')
    failed(`${plural(refused.length, 'item', 'items')} came back: ${reasons}`)
    return null
  }
  const send = async (act: TriageAct, rows: Rows): Promise<void> => {
    const said = actSaid(act, rows)
    tell({ text: said, undo: null, bad: false })
    const one: Sent = { said, answer: answered(act, rows) }
    sent.current = [...sent.current.slice(1 - KEPT), one]
    const actId = await one.answer
    if (actId === null) sent.current = sent.current.filter((each) => each !== one)
    // What was pressed since is on the bar: an older answer does not take its place.
    else if (sent.current.at(-1) === one) say({ text: said, undo: actId, bad: false })
  }
  const undo = async (): Promise<void> => {
    const last = sent.current.at(-1)
    if (!last) {
      announce('polite', 'Nothing of yours to undo here')
      return
    }
    sent.current = sent.current.slice(0, -1)
    const actId = await last.answer
    if (actId === null) return // told already: it never happened
    const outcome = await answerOf(() => actions.undo({ actId, idempotencyKey: crypto.randomUUID() }))
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
