'use client'
import { useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { LOST, type Original, type ShownPicture } from './person-actions'

type Props = {
  item: FeedbackItemView
  reveal: Action<{ messages: Original[]; attachments: ShownPicture[] }>
  onClose: () => void
}

/** What was written before masking: for a reason, kept in the audit, and gone from the screen with this dialog. */
export function RevealDialog({ item, reveal, onClose }: Props) {
  const sent = useAction(reveal, ['nothing changes']) // a look: there is nothing to read again
  const [reason, setReason] = useState('')
  const [shown, show] = useState<{ messages: Original[]; attachments: ShownPicture[] } | null>(null)
  const submit = async () => {
    const outcome = await sent.send({ itemId: item.id, reason: reason.trim() })
    if (outcome?.ok) show(outcome.value)
  }
  if (shown) {
    const { messages: originals, attachments } = shown
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`The original of ${item.name}`}
        description="Only you see it, as long as this is open. Your name and your reason are in the audit."
      >
        <output className="flex flex-col gap-3 pb-4">
          {originals.length + attachments.length === 0 && <p className="text-body">It cannot be read any more.</p>}
          {originals.map((one) => (
            <section
              key={JSON.stringify(one)}
              className="rounded-card border border-line bg-sunken px-3 py-2 text-body"
            >
              {one.email && <p className="font-medium break-all">{one.email}</p>}
              {one.subject && <p className="font-medium break-words">{one.subject}</p>}
              <p className="break-words whitespace-pre-wrap">{one.text}</p>
            </section>
          ))}
          {attachments.map(({ id, address }, i) => (
            <a key={id} href={address} target="_blank" rel="noreferrer" className="block">
              <img
                src={address}
                alt={`${item.name}, ${i + 1} of ${attachments.length} that came with it; opens in full in a new tab`}
                className="max-h-96 max-w-full rounded-card border border-line"
              />
            </a>
          ))}
          <div>
            <Button onClick={onClose}>Hide it again</Button>
          </div>
        </output>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Show the original of ${item.name}?`}
      description="Address, numbers and names as they were written. Your name and your reason go to the audit."
    >
      <form
        className="flex flex-col gap-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim() !== '') void submit()
        }}
      >
        <Field label="Reason" hint="What you need it for, such as: to find their payment.">
          {(described) => (
            <Input
              {...described}
              required
              maxLength={500}
              autoComplete="off"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {sent.refusal && <RefusalNote refusal={sent.refusal} />}
        {sent.fault && <Banner tone="warn">{LOST}</Banner>}
        <div>
          <Button
            type="submit"
            look="primary"
            pending={sent.isPending}
            disabledReason={reason.trim() === '' ? 'Give a reason.' : null}
          >
            Show the original
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
