'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Skeleton } from '@/components/ui/skeleton'
import { feedbackItemQuery } from '@/lib/feedback/client/queries'
import { type FeedbackItemView, type FeedbackRow, type ReplyInput } from '@/lib/feedback/core/schema'
import { secondAnswer } from '../item/presence-words'
import { type Presence } from '../item/use-presence'

/** Resolves to why it was not taken; null: it is on its way. */
export type SendReply = (input: ReplyInput) => Promise<string | null>
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

/** Words that were begun and not sent, by item: a dialog closed by accident costs nobody a letter. */
const begun = new Map<string, string>()

type Props = { row: FeedbackRow; presence: Presence; onReply: SendReply; onSent: () => void }

/** The three closers of the loop, and a question. The mail goes from the outbox, in their thread. */
export function ReplyComposer(props: Props) {
  const item = useQuery(feedbackItemQuery(props.row.id))
  if (!item.data) return <Skeleton className="h-60" />
  return <Composer {...props} item={item.data} lookAgain={() => void item.refetch()} />
}

function Composer({
  item,
  presence,
  onReply,
  onSent,
  lookAgain,
}: Props & { item: FeedbackItemView; lookAgain: () => void }) {
  const [kind, setKind] = useState<Kind>('acknowledge')
  const [text, setText] = useState(() => begun.get(item.id) ?? DRAFTS.acknowledge)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const [known] = useState(() => new Set(item.thread.map(({ id }) => id)))
  const second = secondAnswer(item, known, presence.people)
  const reply = item.person?.reply ?? { possible: false, reason: 'Nobody knows who wrote it.' }
  const write = (words: string) => {
    begun.set(item.id, words)
    setText(words)
    presence.typing()
  }
  const choose = (next: Kind) => {
    if (text.trim() === '' || Object.values(DRAFTS).includes(text)) setText(DRAFTS[next])
    setKind(next)
  }
  const send = async () => {
    setPending(true)
    const closes = CLOSES[kind]
    const words = { itemId: item.id, text: text.trim(), kind, ...(closes ? { done: closes } : {}) }
    // The version that is on screen: an answer sent a moment ago is heard of before a second one goes out.
    const no = await onReply({ ...words, expectedVersion: item.version })
    setPending(false)
    setRefusal(no)
    if (no !== null) {
      lookAgain()
      return
    }
    begun.delete(item.id)
    onSent()
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (reply.possible) void send()
      }}
    >
      {!reply.possible && <Banner>No answer can be sent. {reply.reason}</Banner>}
      <SegmentedControl label="Kind of reply" value={kind} options={KINDS} onChange={choose} />
      <Field label="To them" hint={CLOSES[kind] ? 'Sending this also marks the item done.' : undefined}>
        {(described) => (
          <Textarea {...described} rows={6} required value={text} onChange={(event) => write(event.target.value)} />
        )}
      </Field>
      <output>{second && <Banner tone="warn">{second} Yours would come on top of it.</Banner>}</output>
      {refusal && (
        <Banner tone="warn" role="alert">
          {refusal}
        </Banner>
      )}
      <div>
        <Button
          type="submit"
          look="primary"
          pending={pending}
          disabledReason={reply.possible ? (text.trim() === '' ? 'Write something.' : null) : reply.reason}
        >
          {second ? 'Send a second answer' : 'Send reply'}
        </Button>
      </div>
    </form>
  )
}
