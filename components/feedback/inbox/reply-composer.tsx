'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { type FeedbackRow, type ReplyInput } from '@/lib/feedback/core/schema'

/** Resolves to why it was not taken; null: it is on its way. */
export type SendReply = (input: Omit<ReplyInput, 'expectedVersion'>) => Promise<string | null>
type Kind = ReplyInput['kind']

const KINDS: readonly (readonly [Kind, string])[] = [
  ['acknowledge', 'Acknowledge'],
  ['did', 'We did X'],
  ['why-not', 'Why we won’t'],
  ['ask', 'Ask'],
]
const DRAFTS: Readonly<Record<Kind, string>> = {
  acknowledge: 'Thank you for telling us. We have seen it and are looking into it.',
  did: 'You told us about this. We have changed it: ',
  'why-not': 'Thank you for the idea. We will not do this for now, because ',
  ask: 'Thank you for telling us. Could you tell us one more thing: ',
  answer: '',
}
/** What closes the item in the same breath; a question makes it wait instead. */
const CLOSES: Readonly<Partial<Record<Kind, ReplyInput['done']>>> = { did: 'fixed', 'why-not': 'no-action' }

/** The three closers of the loop, and a question. The mail goes from the outbox, in their thread. */
export function ReplyComposer({ row, onReply, onSent }: { row: FeedbackRow; onReply: SendReply; onSent: () => void }) {
  const [kind, setKind] = useState<Kind>('acknowledge')
  const [text, setText] = useState(DRAFTS.acknowledge)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const choose = (next: Kind) => {
    if (text.trim() === '' || Object.values(DRAFTS).includes(text)) setText(DRAFTS[next])
    setKind(next)
  }
  const send = async () => {
    setPending(true)
    const closes = CLOSES[kind]
    const no = await onReply({ itemId: row.id, text: text.trim(), kind, ...(closes ? { done: closes } : {}) })
    setPending(false)
    setRefusal(no)
    if (no === null) onSent()
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <SegmentedControl label="Kind of reply" value={kind} options={KINDS} onChange={choose} />
      <Field label="To them" hint={CLOSES[kind] ? 'Sending this also marks the item done.' : undefined}>
        {(described) => (
          <Textarea {...described} rows={6} required value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {refusal && <Banner tone="warn">{refusal}</Banner>}
      <div>
        <Button
          type="submit"
          look="primary"
          pending={pending}
          disabledReason={text.trim() === '' ? 'Write something.' : null}
        >
          Send reply
        </Button>
      </div>
    </form>
  )
}
