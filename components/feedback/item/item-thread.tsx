import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type FeedbackItemView, type MessageView } from '@/lib/feedback/core/schema'

const DELIVERY: Readonly<Record<NonNullable<MessageView['delivery']>, string>> = {
  queued: 'waiting to be sent',
  sending: 'being sent',
  sent: 'sent',
  failed: 'not delivered',
  suppressed: 'not sent',
}

/** The conversation: what they wrote, what we answered, what we noted for ourselves. */
export function ItemThread({ item }: { item: FeedbackItemView }) {
  if (item.thread.length === 0) return null
  return (
    <ol className="flex flex-col gap-2" aria-label="Conversation">
      {item.thread.map((message) => (
        <li
          key={message.id}
          className={cx(
            'rounded-card border px-3 py-2 text-body',
            message.direction === 'note' ? 'border-dashed border-line-strong' : 'border-line',
            message.direction === 'out' && 'ml-6 bg-info-soft',
          )}
        >
          <p className="text-dense text-text-2">
            {message.direction === 'note' ? `Note by ${message.author}` : message.author} ·{' '}
            <Time at={message.at} format="short" now={item.receivedAt} />
            {message.delivery && ` · ${DELIVERY[message.delivery]}`}
            {message.deliveryNote && `: ${message.deliveryNote}`}
          </p>
          <p className="measure break-words whitespace-pre-wrap">{message.text}</p>
        </li>
      ))}
    </ol>
  )
}
