import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type Rights } from '../parts/rights'
import { type PersonActions } from './person-actions'

const RevealDialog = lazy(async () => ({ default: (await import('./reveal-dialog')).RevealDialog }))

type Props = { item: FeedbackItemView; rights: Rights; actions: PersonActions }

/** The pictures that came with the words; where the words hide something, hidden until somebody says why. */
export function ItemPictures({ item, rights, actions }: Props) {
  const [revealing, setRevealing] = useState(false)
  const { attachments } = item
  const hidden = attachments.filter((one) => one.hidden).length
  if (attachments.length === 0) return null
  return (
    <section aria-label="Pictures" className="flex flex-col gap-2">
      {hidden > 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-body text-text-2">
          {`${plural(hidden, 'picture is', 'pictures are')} hidden, because the words hold personal data.`}
          <Button size="small" disabledReason={rights.reveal} onClick={() => setRevealing(true)}>
            Show with the original…
          </Button>
        </p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {attachments.map(({ id, width, height }, i) => (
            <li key={id}>
              <a href={paths.api.feedbackAttachment(item.id, id)} target="_blank" rel="noreferrer" className="block">
                <img
                  src={paths.api.feedbackAttachment(item.id, id)}
                  alt={`${item.name}, ${i + 1} of ${attachments.length} that came with it; opens in full in a new tab`}
                  width={width}
                  height={height}
                  loading="lazy"
                  className="h-auto max-h-56 w-auto max-w-full rounded-card border border-line"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      {revealing && (
        <Suspense fallback={null}>
          <RevealDialog item={item} reveal={actions.reveal} onClose={() => setRevealing(false)} />
        </Suspense>
      )}
    </section>
  )
}
