'use client'
import { Kbd } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { type TriageAct } from '@/lib/feedback/core/schema'
import { type Asking } from './asking'

type Props = {
  mayTriage: boolean
  onAct: (act: TriageAct) => void
  onAsk: (asking: Asking) => void
}

const NO = 'You can read this, not change it. Ask somebody with the role Triage.'

/** The acts as buttons, each with its key. */
export function ActButtons({ mayTriage, onAct, onAsk }: Props) {
  const reason = mayTriage ? null : NO
  const ask = (asking: Asking, label: string, key: string) => (
    <Button key={asking} disabledReason={reason} onClick={() => onAsk(asking)}>
      {label} <Hint>{key}</Hint>
    </Button>
  )
  return (
    <div className="flex flex-wrap gap-2" data-acts="">
      <Button look="primary" disabledReason={reason} onClick={() => onAct({ verb: 'done', outcome: 'no-action' })}>
        Done <Hint>E</Hint>
      </Button>
      {ask('assign', 'Assign', 'A')}
      {ask('tag', 'Tag', 'L')}
      {ask('cluster', 'Cluster', 'C')}
      {ask('snooze', 'Snooze', 'H')}
      {ask('link', 'Link', 'I')}
      {ask('reply', 'Reply', 'R')}
      {ask('note', 'Note', 'T')}
      {ask('decline', 'Decline', 'D')}
    </div>
  )
}

const Hint = ({ children }: { children: string }) => (
  <span aria-hidden="true" className="max-md:hidden">
    <Kbd>{children}</Kbd>
  </span>
)
